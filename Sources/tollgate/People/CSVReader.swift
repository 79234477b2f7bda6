import Diagnostics

/// Reads comma-separated values strictly (RFC 4180): every cell keeps its place in the file.
///
/// A cell in double quotes may hold commas, line ends and doubled quotes. A quote elsewhere, text after a closing
/// quote, and bytes that are not UTF-8 are mistakes, told with their places.
struct CSVReader {
  struct Cell {
    let text: String
    let span: Span
  }

  private let source: SourceFile
  private let bytes: [UInt8]
  private var offset = 0
  private var report = DiagnosticReport()

  private init(_ source: SourceFile) {
    self.source = source
    bytes = source.bytes
    // Spreadsheet programs put a byte-order mark before UTF-8.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
  }

  /// The rows in order; blank lines are left out.
  static func rows(_ source: SourceFile) throws(DiagnosticReport) -> [[Cell]] {
    if let problem = mistakenEncoding(source) { throw DiagnosticReport([problem]) }
    var reader = CSVReader(source)
    var rows: [[Cell]] = []
    while reader.offset < reader.bytes.count {
      let row = reader.row()
      if row.count > 1 || row.first?.text.isEmpty == false { rows.append(row) }
    }
    if reader.report.hasErrors { throw reader.report }
    return rows
  }

  private mutating func row() -> [Cell] {
    var cells: [Cell] = []
    while true {
      cells.append(peek == UInt8(ascii: "\"") ? quoted() : plain())
      guard peek == UInt8(ascii: ",") else { break }
      offset += 1
    }
    if peek == UInt8(ascii: "\r") { offset += 1 }
    if peek == UInt8(ascii: "\n") { offset += 1 }
    return cells
  }

  private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private static func ends(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }

  private mutating func plain() -> Cell {
    let start = offset
    while let byte = peek, !Self.ends(byte) {
      if byte == UInt8(ascii: "\"") {
        complain(
          offset..<offset + 1, "csv.stray-quote",
          Bilingual("a quote inside a cell", zh: "单元格中间出现引号"),
          Bilingual("quote the whole cell and double the quote", zh: "请给整个单元格加引号，并将其中的引号写两次"))
      }
      offset += 1
    }
    return cell(bytes[start..<offset], start..<offset)
  }

  private mutating func quoted() -> Cell {
    let start = offset
    offset += 1
    var content: [UInt8] = []
    while let byte = peek {
      offset += 1
      if byte == UInt8(ascii: "\"") {
        guard peek == UInt8(ascii: "\"") else {
          let end = offset
          while let byte = peek, !Self.ends(byte) { offset += 1 }
          if offset > end {
            complain(
              end..<offset, "csv.after-quote",
              Bilingual("text after the closing quote", zh: "引号结束后还有文字"), nil)
          }
          return cell(content[...], start..<end)
        }
        offset += 1
      }
      content.append(byte)
    }
    complain(
      start..<start + 1, "csv.open-quote",
      Bilingual("the quote is never closed", zh: "引号没有结束"), nil)
    return cell(content[...], start..<offset)
  }

  /// The file is UTF-8, and cells end at ASCII characters.
  private func cell(_ content: ArraySlice<UInt8>, _ range: Range<Int>) -> Cell {
    Cell(text: String(decoding: content, as: UTF8.self).trimmingBlanks, span: Span(source, range))
  }

  /// What is wrong with a file that is not UTF-8, at its first such line; nil: it is.
  private static func mistakenEncoding(_ source: SourceFile) -> Diagnostic? {
    let bytes = source.bytes
    guard String(validating: bytes, as: UTF8.self) == nil else { return nil }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.first { String(validating: $0, as: UTF8.self) == nil } ?? bytes[...]
    let name =
      bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      ? "UTF-16" : line.isGBK ? "GBK" : nil
    return Diagnostic(
      "csv.encoding",
      name.map { Bilingual("this is \($0), not UTF-8", zh: "编码是 \($0)，不是 UTF-8") }
        ?? Bilingual("this is not UTF-8", zh: "不是 UTF-8 编码"),
      at: Span(source, line.startIndex..<line.endIndex),
      help: Bilingual(
        "in Excel or WPS: save as “CSV UTF-8”; or: iconv -f GBK -t UTF-8 FILE",
        zh: "在 Excel 或 WPS 中另存为“CSV UTF-8”；或执行 iconv -f GBK -t UTF-8 文件"))
  }

  private mutating func complain(
    _ range: Range<Int>, _ code: String, _ message: Bilingual, _ help: Bilingual?
  ) {
    report.append(Diagnostic(code, message, at: Span(source, range), help: help))
  }
}

extension ArraySlice<UInt8> {
  /// Whether every byte above ASCII begins or ends a pair as GBK has them.
  fileprivate var isGBK: Bool {
    var index = startIndex
    while index < endIndex {
      if self[index] < 0x80 {
        index += 1
        continue
      }
      guard (0x81...0xFE).contains(self[index]), index + 1 < endIndex,
        (0x40...0xFE).contains(self[index + 1]), self[index + 1] != 0x7F
      else { return false }
      index += 2
    }
    return true
  }
}

extension String {
  /// Without blanks at either end.
  var trimmingBlanks: String {
    String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
