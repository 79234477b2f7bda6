import CEL
import Engine

/// A field of a form whose values lie on a line: amounts in their smallest unit, days, whole numbers.
struct FieldLine: Sendable {
  let field: Field
  /// Decimals of the unit; dates and whole numbers have none.
  private let scale: Int
  /// What the request asks for, in units.
  let current: Int128
  private let bounds: ClosedRange<Int128>

  /// Whole numbers beyond this are no quantity that anybody negotiates; it keeps arithmetic far from overflow.
  private static let reach: Int128 = 1_000_000_000_000_000_000

  /// nil: the field has no value, nobody gives it, or its values have no order.
  init?(_ field: Field, _ content: [FieldName: FieldValue]) {
    guard let value = content[field.name], field.formula == nil else { return nil }
    var scale = 0
    var bounds = -Self.reach...Self.reach
    switch field.type {
    case .money(let decimals), .number(let decimals): scale = decimals
    // Shares are negotiated in hundredths of a percent, though finer ones can be written.
    case .percent: scale = 4
    case .integer: break
    case .date: bounds = -719_162...2_932_896  // The years 1 to 9999, from 1970.
    case .text, .choice, .boolean, .person, .file, .milestones, .milestone, .list: return nil
    }
    if case .decimal(let number) = value, number.normalized.scale > scale {
      scale = number.normalized.scale
    }
    self.field = field
    self.scale = scale
    guard let current = Self.units(value, scale), bounds.contains(current) else { return nil }
    if let low = field.minimum.flatMap({ Self.units($0, scale) }), low <= bounds.upperBound {
      bounds = max(low, bounds.lowerBound)...bounds.upperBound
    }
    if let high = field.maximum.flatMap({ Self.units($0, scale) }), high >= bounds.lowerBound {
      bounds = bounds.lowerBound...min(high, bounds.upperBound)
    }
    self.current = current
    self.bounds = bounds
  }

  func contains(_ units: Int128) -> Bool { bounds.contains(units) }

  /// The value of so many units; nil: no such value can be written.
  func value(_ units: Int128) -> FieldValue? {
    guard bounds.contains(units) else { return nil }
    switch field.type {
    case .money, .number, .percent:
      return Decimal(coefficient: units, scale: scale).map { .decimal($0.normalized) }
    case .integer: return Int64(exactly: units).map { .integer($0) }
    case .date:
      return Int(exactly: units).flatMap { CivilDate(daysSinceEpoch: $0) }.map { .date($0) }
    case .text, .choice, .boolean, .person, .file, .milestones, .milestone, .list: return nil
    }
  }

  /// How far a change goes, as a share of what is asked for; a month of delay counts as the whole.
  func cost(_ units: Int128) -> Double {
    let change = Double((units - current).magnitude)
    if case .date = field.type { return change / 30 }
    return change / Double(max(1, current.magnitude))
  }

  private static func units(_ value: FieldValue, _ scale: Int) -> Int128? {
    switch value {
    case .decimal(let number):
      guard let power = Decimal(coefficient: 1, scale: scale),
        let units = try? Ratio(number).divided(by: Ratio(power)), units.denominator == 1
      else { return nil }
      return units.numerator
    case .integer(let number): return Int128(number)
    case .date(let date): return Int128(date.daysSinceEpoch)
    case .sealed(let sealed): return sealed.opening.flatMap { units($0.value, scale) }
    case .text, .choice, .boolean, .person, .file, .milestones, .milestone, .list: return nil
    }
  }
}
