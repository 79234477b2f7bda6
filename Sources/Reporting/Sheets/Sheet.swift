import Diagnostics

/// A report: rows under columns, what they sum up to, pictures of them, and what every figure means.
///
/// In the language of its reader; shown as text, CSV, JSON or a page.
public struct Sheet: Sendable {
  /// What programs know the report by, such as `overdue`.
  public let name: String
  public let title: String
  /// Of which workspace, and as of when.
  public let subtitle: String
  public let columns: [Column]
  /// A cell for each column.
  public let rows: [[Cell]]
  /// How many further rows there are that are not shown.
  public var more = 0
  public var totals: [Total] = []
  public var charts: [BarChart] = []
  /// What every figure means; stands in the foot of the page.
  public let definitions: [String]

  /// What the rows sum up to; `key` is the member of the JSON.
  public struct Total: Sendable {
    public let key: String
    public let label: String
    public let cell: Cell

    public init(_ key: String, _ label: String, _ cell: Cell) {
      self.key = key
      self.label = label
      self.cell = cell
    }
  }

  public struct Column: Sendable {
    /// The member of the JSON.
    public let key: String
    public let title: String
    public let isFigure: Bool
    public let width: Width

    public enum Width: Sendable {
      case narrow
      /// A text of any length: stands last where there is little room.
      case wide
      /// Left out where there is little room.
      case spare
    }

    public init(
      _ key: String, _ title: String, isFigure: Bool = false, _ width: Width = .narrow
    ) {
      self.key = key
      self.title = title
      self.isFigure = isFigure
      self.width = width
    }
  }
}
