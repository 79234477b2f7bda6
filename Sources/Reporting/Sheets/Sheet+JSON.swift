import Engine

extension Sheet {
  /// `{"report": …, "rows": [{…}], "totals": {…}, "more": 0}`; figures exact.
  public var json: JSON {
    [
      "report": .string(name),
      "rows": .array(
        rows.map { row in
          .object(
            Dictionary(zip(columns.map(\.key), row.map(\.json))) { first, _ in first })
        }),
      "totals": .object(
        Dictionary(totals.map { ($0.key, $0.cell.json) }) { first, _ in first }),
      "more": .integer(Int64(more)),
    ]
  }
}
