import Diagnostics
import Engine

extension Glossary {
  /// `2 rows: Product demo, Li Wei (li); Site visit, Chen`, where a sentence has to hold them.
  func rowsInWords(_ rows: [[FieldName: FieldValue]], of list: ListType?) -> String {
    let count = say("\(rows.count) row\(rows.count == 1 ? "" : "s")", "\(rows.count) 行")
    let texts = rows.map { row in cells(row, of: list).filter { !$0.isEmpty } }
    guard !rows.isEmpty else { return count }
    return count + Mark.colon
      + texts.map { $0.joined(separator: Mark.comma) }.joined(separator: Mark.semicolon)
  }

  /// A row's values in the order of the columns; by their names, where the columns are not known any more.
  func cells(_ row: [FieldName: FieldValue], of list: ListType?) -> [String] {
    guard let list else { return row.sorted { $0.key < $1.key }.map { value($0.value, as: nil) } }
    return list.columns.map { column in
      row[column.name].map { value($0, as: column.type) } ?? ""
    }
  }
}

extension Screen {
  /// The rows under the titles of their columns; where that is too wide, each as a sentence.
  mutating func rows(
    _ rows: [[FieldName: FieldValue]], of list: ListType, _ glossary: Glossary
  ) {
    var table = Table(list.columns.map { $0.type.isOrdered ? .right : .left })
    table.row(list.columns.map(\.title.spoken))
    for row in rows { table.row(glossary.cells(row, of: list)) }
    guard table.width > Self.width - Self.rowIndent else {
      return self.table(table, indent: Self.rowIndent)
    }
    for row in rows {
      let cells = zip(list.columns, glossary.cells(row, of: list)).filter { !$0.1.isEmpty }
      paragraph(
        cells.map { "\($0.0.title.spoken) \($0.1)" }.joined(separator: Mark.semicolon),
        indent: Self.rowIndent, hanging: 2)
    }
  }

  private static let rowIndent = 4
}
