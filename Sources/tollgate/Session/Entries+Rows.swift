import Diagnostics
import Engine

extension Entries {
  /// The lists that `--row` and `--rows` give, each as it would be typed.
  func lists() throws -> [(String, String)] {
    var lists: [(name: String, rows: [JSON])] = []
    for entry in row {
      let (name, cells) = try Self.row(entry)
      if let index = lists.firstIndex(where: { $0.name == name }) {
        lists[index].rows.append(cells)
      } else {
        lists.append((name, [cells]))
      }
    }
    for (name, path) in try rows.map({ try Self.split($0, "--rows") }) {
      lists.append((name, try Self.table(path)))
    }
    return lists.map { ($0.name, JSON.array($0.rows).canonicalText) }
  }

  /// `work: item=demo, owner=li`; a value with a comma stands in double quotes.
  private static func row(_ entry: String) throws -> (field: String, cells: JSON) {
    let help = Bilingual(
      "write `--row 'field: column=value, column=\"a, b\"'`",
      zh: "应写作 `--row '字段: 列=值, 列=\"甲, 乙\"'`")
    let mistake = Failure.usage(
      Bilingual("`--row \(entry)` is no row", zh: "`--row \(entry)` 不是一行"), help: help)
    guard let colon = entry.firstIndex(of: ":"), colon != entry.startIndex else { throw mistake }
    var cells: [String: JSON] = [:]
    for part in try pieces(entry[entry.index(after: colon)...], or: mistake) {
      guard let equals = part.firstIndex(of: "=") else { throw mistake }
      let column = String(part[..<equals]).trimmingBlanks
      let text = String(part[part.index(after: equals)...])
      guard !column.isEmpty, cells.updateValue(.string(text.trimmingBlanks), forKey: column) == nil
      else { throw mistake }
    }
    return (String(entry[..<colon]).trimmingBlanks, .object(cells))
  }

  /// What stands between commas, without the double quotes around values; a doubled quote within them is one.
  private static func pieces(_ text: Substring, or mistake: Failure) throws -> [String] {
    var pieces = [""]
    var isQuoted = false
    var wasQuote = false
    for character in text {
      if character == "\"" {
        if wasQuote { pieces[pieces.count - 1].append("\"") }
        wasQuote = isQuoted
        isQuoted.toggle()
        continue
      }
      wasQuote = false
      if character == ",", !isQuoted {
        pieces.append("")
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    guard !isQuoted else { throw mistake }
    return pieces
  }

  /// The rows of a CSV file under the names on its first line; a row of another length is a mistake.
  private static func table(_ path: String) throws -> [JSON] {
    let rows = try CSVReader.rows(try Rulebooks.source(path))
    guard let header = rows.first else { return [] }
    var report = DiagnosticReport()
    for row in rows.dropFirst() where row.count != header.count {
      report.append(
        Diagnostic(
          "csv.columns",
          Bilingual(
            "\(row.count) cells where the first line has \(header.count)",
            zh: "此行有 \(row.count) 格，首行有 \(header.count) 格"), at: row[0].span))
    }
    for (index, cell) in header.enumerated()
    where header[..<index].contains(where: { $0.text == cell.text }) {
      report.append(
        Diagnostic(
          "csv.repeated-column",
          Bilingual("column `\(cell.text)` comes twice", zh: "列 `\(cell.text)` 重复"), at: cell.span))
    }
    guard !report.hasErrors else { throw report }
    return rows.dropFirst().map { row in
      .object(
        Dictionary(zip(header, row).map { ($0.text, .string($1.text)) }) { first, _ in first })
    }
  }
}
