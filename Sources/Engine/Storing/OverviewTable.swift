/// The tables that reports read. No evidence: they follow from the log, as `Overview` says.
///
/// Every store has these columns under these names, in this order. Amounts are texts, times milliseconds since 1970, days
/// days since then; 0 in the place of a number of a project or request: there is none.
public enum OverviewTable: String, Sendable, CaseIterable {
  case summaries, filings, dues, lessons

  package struct Column: Sendable {
    package enum Kind: Sendable { case number, text, bytes }

    package let name: String
    package let kind: Kind
  }

  package var columns: [Column] {
    let columns: [(String, Column.Kind)] =
      switch self {
      case .summaries:
        [
          ("project", .number), ("title", .text), ("workflow", .text), ("policy", .text),
          ("stage", .text), ("since", .number), ("is_over", .number), ("levels", .text),
          ("owner", .text), ("opened", .number), ("original_budget", .text), ("budget", .text),
          ("spent", .text), ("original_finish", .number), ("finish", .number),
        ]
      case .filings:
        [
          ("request", .number), ("project", .number), ("workflow", .text), ("action", .text),
          ("submitter", .text), ("submitted", .number), ("ended", .number), ("status", .text),
        ]
      case .dues:
        [
          ("project", .number), ("request", .number), ("kind", .text), ("name", .text),
          ("day", .number), ("asked", .text),
        ]
      case .lessons:
        [("position", .number), ("project", .number), ("body", .bytes), ("terms", .text)]
      }
    return columns.map(Column.init)
  }

  /// Every row, in no particular order.
  package var query: String {
    "SELECT \(columns.map(\.name).joined(separator: ", ")) FROM \(rawValue)"
  }
}
