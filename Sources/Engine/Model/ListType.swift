/// A table within a form: what each row holds, and how many rows there may be.
public struct ListType: Sendable, Hashable {
  /// What expressions call the type of a row: `sales_plan.work`.
  public let name: String
  /// Of single values: neither lists nor files nor control points.
  public let columns: [Field]
  public let rows: ClosedRange<Int>

  /// A form of paper has fewer; more belong in an attachment.
  public static let usualRows = 200
  public static let maximumRows = 1_000
  public static let maximumColumns = 30
  /// In bytes, as it is typed: what travels with a request stays small enough to be read and signed.
  public static let maximumSize = 262_144

  public init(name: String, columns: [Field], rows: ClosedRange<Int>) {
    self.name = name
    self.columns = columns
    self.rows = rows
  }

  public subscript(name: FieldName) -> Field? { columns.first { $0.name == name } }
}

extension FieldType {
  /// The table that a list is; nil: it is no list.
  public var list: ListType? { if case .list(let list) = self { list } else { nil } }

  /// Whether a column of a list may hold it.
  public var fitsColumn: Bool {
    switch self {
    case .text, .choice, .money, .percent, .number, .integer, .boolean, .date, .person,
      .milestone:
      true
    case .file, .milestones, .list: false
    }
  }
}
