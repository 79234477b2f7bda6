import CEL
import Engine

extension JSON {
  static func text(_ text: String?) -> JSON { text.map(JSON.string) ?? .null }
  static func name<Kind>(_ name: Name<Kind>?) -> JSON { text(name?.text) }
  static func names<Kind>(_ names: [Name<Kind>]) -> JSON { .array(names.map { .string($0.text) }) }
  static func count(_ number: Int) -> JSON { .integer(Int64(number)) }
  static func date(_ date: CivilDate?) -> JSON { text(date?.description) }
  static func time(_ time: Timestamp?) -> JSON { text(time?.description) }

  /// Field values in the form of the log: `{"budget":{"decimal":"126000.00"}}`; confidential ones that are closed
  /// `{"sealed":…}`.
  static func values(_ values: [FieldName: FieldValue]) throws -> JSON {
    try JSON(encoding: values.mapValues(\.plain))
  }

  /// The object with one more member; null where there is nothing to tell.
  func adding(_ key: String, _ value: JSON?) -> JSON {
    guard case .object(var members) = self else { return self }
    members[key] = value ?? .null
    return .object(members)
  }
}
