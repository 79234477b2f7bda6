import Reporting

extension Sheet {
  /// The report for a terminal: figures first, texts of any length last.
  var text: String {
    var screen = Screen()
    screen.paragraph(title + Mark.aside(subtitle))
    for total in totals {
      screen.paragraph(total.label + Mark.colon + total.cell.text, indent: 2)
    }
    if !rows.isEmpty {
      screen.line()
      let narrow = columns.indices.filter { columns[$0].width == .narrow }
      let wide = columns.indices.filter { columns[$0].width == .wide }
      func cells(_ text: (Int) -> String) -> [String] {
        narrow.map(text) + [wide.map(text).filter { !$0.isEmpty }.joined(separator: " · ")]
      }
      var table = Table(narrow.map { columns[$0].isFigure ? .right : .left } + [.left])
      table.row(cells { columns[$0].title })
      for row in rows { table.row(cells { row[$0].text }) }
      screen.table(table)
    }
    if let notice = notice(Speech.language) { screen.paragraph(notice, indent: 2) }
    return screen.text
  }
}
