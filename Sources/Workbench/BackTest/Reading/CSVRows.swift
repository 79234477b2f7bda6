import Diagnostics

/// Reads the rows of a CSV file (RFC 4180) one at a time, in memory that does not grow with the file.
///
/// Cells are separated by commas, or by semicolons when the header has more of them. A cell in double quotes may hold
/// separators, line ends and doubled quotes.
struct CSVRows {
  /// Longer than any row of a log: a quote that is never closed ends here.
  static let rowLimit = 1 << 20

  private let source: ByteStream
  private var piece: [UInt8] = []
  private var offset = 0
  private var separator = UInt8(ascii: ",")
  /// Of the row read last, from 1.
  private(set) var line = 0
  private var linesRead = 0

  init(_ source: ByteStream) { self.source = source }

  /// The first row; decides what separates cells.
  mutating func header() throws(LogProblem) -> [String] {
    let (head, stream) = try source.peeking(Self.rowLimit)
    self = CSVRows(stream)
    let first = head.prefix { $0 != UInt8(ascii: "\n") }
    let semicolons = first.count { $0 == UInt8(ascii: ";") }
    if semicolons > first.count(where: { $0 == UInt8(ascii: ",") }) {
      separator = UInt8(ascii: ";")
    }
    guard var header = try next() else {
      throw LogProblem("truncated", Bilingual("the log has no header", zh: "日志没有表头"))
    }
    // Spreadsheet programs put a byte-order mark before UTF-8.
    if header[0].unicodeScalars.first == "\u{FEFF}" {
      header[0].unicodeScalars.removeFirst()
    }
    return header
  }

  /// The next row that is not blank; nil after the last.
  mutating func next() throws(LogProblem) -> [String]? {
    while true {
      line = linesRead + 1
      guard let cells = try row() else { return nil }
      if cells.count > 1 || !cells[0].isEmpty {
        var texts: [String] = []
        texts.reserveCapacity(cells.count)
        for cell in cells {
          guard let text = String(validating: cell, as: UTF8.self) else {
            throw XMLReader.notUTF8.at(line: line)
          }
          texts.append(text)
        }
        return texts
      }
    }
  }

  private mutating func byte() throws(LogProblem) -> UInt8? {
    if offset == piece.count {
      piece = try source.next()
      offset = 0
      if piece.isEmpty { return nil }
    }
    defer { offset += 1 }
    return piece[offset]
  }

  private enum State {
    case cellStart, plain, quoted
    /// After a quote inside of a quoted cell: its end, or the first of two.
    case quote
  }

  private mutating func row() throws(LogProblem) -> [[UInt8]]? {
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var state = State.cellStart
    var length = 0
    while let byte = try byte() {
      length += 1
      guard length <= Self.rowLimit else {
        throw LogProblem(
          "too-long", Bilingual("a row is longer than 1 MiB", zh: "一行超过 1 MiB"),
          help: Bilingual("is a quote never closed?", zh: "是否有引号没有结束？")
        ).at(line: line)
      }
      if byte == UInt8(ascii: "\n") { linesRead += 1 }
      switch (state, byte) {
      case (.quoted, UInt8(ascii: "\"")): state = .quote
      case (.quoted, _): cell.append(byte)
      case (.quote, UInt8(ascii: "\"")):
        cell.append(byte)
        state = .quoted
      case (.cellStart, UInt8(ascii: "\"")): state = .quoted
      case (_, separator):
        cells.append(cell)
        cell = []
        state = .cellStart
      case (_, UInt8(ascii: "\n")):
        if state != .quote, cell.last == UInt8(ascii: "\r") { cell.removeLast() }
        return cells + [cell]
      case (.quote, UInt8(ascii: "\r")): break
      case (.quote, _), (_, UInt8(ascii: "\"")):
        throw LogProblem(
          "stray-quote", Bilingual("a quote inside of a cell", zh: "单元格中间出现引号"),
          help: Bilingual(
            "quote the whole cell and double the quote", zh: "请给整个单元格加引号，并将其中的引号写两次")
        ).at(line: line)
      case (_, _):
        cell.append(byte)
        state = .plain
      }
    }
    guard state != .quoted else {
      throw LogProblem(
        "truncated", Bilingual("the log ends inside of quotes", zh: "日志在引号内中断")
      ).at(line: line)
    }
    return length == 0 ? nil : cells + [cell]
  }
}
