import Diagnostics

extension Sheet {
  /// Comma-separated values (RFC 4180) with the titles of the columns first.
  ///
  /// What comes from data cannot become a formula: a text that a spreadsheet would take for one begins with `'`.
  /// `forExcel` puts a byte-order mark before it, by which Excel knows UTF-8.
  public func csv(forExcel: Bool = false) -> String {
    let lines =
      [columns.map { Self.quoted($0.title.inert) }]
      + rows.map { row in
        row.map { Self.quoted($0.isText ? $0.plain.withoutFormula.inert : $0.plain) }
      }
    return (forExcel ? "\u{FEFF}" : "")
      + lines.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

extension String {
  /// Not a formula to any spreadsheet, also where its first character is written full-width or comes after blanks.
  var withoutFormula: String {
    let first = unicodeScalars.first { $0 != " " && $0 != "\u{3000}" }
    switch first {
    case "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}":
      return "'" + self
    default: return self
    }
  }
}
