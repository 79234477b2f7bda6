import Diagnostics

/// Text for a terminal of 80 columns, built line by line.
///
/// Every line passes through `inert`, so nothing that comes from data can steer the terminal. Longer texts are
/// wrapped; Chinese text breaks between characters and aligns by its display width.
struct Screen {
  static let width = 80

  private(set) var text = ""

  mutating func line(_ line: String = "") {
    text += line.inert + "\n"
  }

  /// A blank line and a heading, unless nothing stands before it.
  mutating func heading(_ title: String) {
    if !text.isEmpty { line() }
    line(title)
  }

  /// A text that may need several lines; those after the first begin `hanging` columns further in.
  mutating func paragraph(_ paragraph: String, indent: Int = 0, hanging: Int = 0) {
    let first = String(repeating: " ", count: indent)
    let rest = String(repeating: " ", count: indent + hanging)
    for (index, part) in paragraph.inert.wrapped(to: Self.width - indent - hanging).enumerated() {
      line((index == 0 ? first : rest) + part)
    }
  }

  /// A text whose lines say by their blanks how far in they belong; what is too long goes on further in.
  mutating func outline(_ text: String) {
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      paragraph(String(line.dropFirst(indent)), indent: indent, hanging: 2)
    }
  }

  /// A label and what belongs to it, in two columns; a label that is too long stands on a line of its own.
  mutating func entry(_ label: String, _ text: String, indent: Int = 2, labelWidth: Int) {
    let lead = String(repeating: " ", count: indent) + label.inert.padded(to: labelWidth) + "  "
    let column = indent + labelWidth + 2
    let isLong = lead.displayWidth > column
    if isLong { line(lead.trimmingEnd) }
    for (index, part) in text.inert.wrapped(to: Self.width - column).enumerated() {
      line(index == 0 && !isLong ? lead + part : String(repeating: " ", count: column) + part)
    }
  }

  mutating func table(_ table: Table, indent: Int = 2) {
    for row in table.lines(width: Self.width - indent) {
      line(String(repeating: " ", count: indent) + row)
    }
  }
}

/// Rows of cells under each other.
struct Table {
  enum Alignment {
    case left, right
  }

  private let alignments: [Alignment]
  private var rows: [[String]] = []

  init(_ alignments: [Alignment]) {
    self.alignments = alignments
  }

  var isEmpty: Bool { rows.isEmpty }

  /// What its widest cells take, beside each other.
  var width: Int { widths.reduce(0) { $0 + ($1 > 0 ? $1 + 2 : 0) } - 2 }

  private var widths: [Int] {
    alignments.indices.map { column in
      rows.map { column < $0.count ? $0[column].displayWidth : 0 }.max() ?? 0
    }
  }

  mutating func row(_ cells: [String]) {
    rows.append(cells.map(\.inert))
  }

  /// One line a row, or more where the last cell is too wide to stand on one.
  func lines(width: Int) -> [String] {
    let columns = alignments.count
    let widths = widths
    let before = widths.dropLast().reduce(0) { $0 + ($1 > 0 ? $1 + 2 : 0) }
    let room = max(20, width - before)
    return rows.flatMap { row in
      var lead = ""
      for column in 0..<(columns - 1) where widths[column] > 0 {
        let cell = column < row.count ? row[column] : ""
        let padding = String(repeating: " ", count: max(0, widths[column] - cell.displayWidth))
        lead += (alignments[column] == .left ? cell + padding : padding + cell) + "  "
      }
      let last = row.count == columns ? row[columns - 1] : ""
      let parts =
        alignments[columns - 1] == .right
        ? [String(repeating: " ", count: max(0, widths[columns - 1] - last.displayWidth)) + last]
        : last.wrapped(to: room)
      return parts.enumerated().map { index, part in
        (index == 0 ? lead + part : String(repeating: " ", count: before) + part).trimmingEnd
      }
    }
  }
}

extension String {
  /// The text in lines of at most `width` columns, broken at blanks or beside wide characters; never empty.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var lineWidth = 0
    for word in words {
      let wordWidth = word.displayWidth
      if lineWidth + word.trimmingEnd.displayWidth > width, lineWidth > 0 {
        lines.append(line.trimmingEnd)
        (line, lineWidth) = ("", 0)
      }
      line += word
      lineWidth += wordWidth
    }
    lines.append(line.trimmingEnd)
    return lines
  }

  /// Pieces between which a line may end: a word with the blanks after it, a wide character with the
  /// punctuation that may not begin a line, or a command in backticks.
  private var words: [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    func isWide(_ character: Character) -> Bool {
      character.unicodeScalars.contains { $0.displayWidth == 2 }
    }
    for character in self {
      if let last = word.last {
        let breaks =
          if isQuoted || character == " " || Self.closing.contains(character) {
            false
          } else if last == " " {
            true
          } else {
            (isWide(character) || isWide(last)) && !Self.opening.contains(last)
          }
        if breaks {
          words.append(word)
          word = ""
        }
      }
      if character == "`" { isQuoted.toggle() }
      word.append(character)
    }
    words.append(word)
    return words
  }

  private static let closing = Set<Character>("，。；：、）」』！？》%…`,.;:)")
  private static let opening = Set<Character>("（「『《`(")

  var trimmingEnd: String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}
