import Diagnostics

/// What the bytes of a file already forbid, before any parser sees them.
///
/// A policy is a security document: it must be UTF-8, and hold nothing that a reader cannot see or
/// that another program would take for a line end.
struct ByteScan {
  /// A policy of a large company is a few thousand lines; more is a mistake or an attack.
  static let sizeLimit = 1 << 20
  /// After so many findings in a file the search ends: a report shows a hundred.
  static let findingLimit = 1000

  /// Where the text starts: after a UTF-8 byte order mark, if there is one.
  private(set) var start = 0
  private(set) var report = DiagnosticReport()

  private let source: SourceFile
  private var index = 0

  init(_ source: SourceFile) {
    self.source = source
    guard source.bytes.count <= Self.sizeLimit else {
      refuse(
        "yaml.size", 0..<0,
        Bilingual(
          "the file is larger than \(Self.sizeLimit) bytes",
          zh: "文件超过 \(Self.sizeLimit) 字节"))
      return
    }
    if isSixteenBit {
      refuse(
        "yaml.encoding", 0..<min(2, source.bytes.count),
        Bilingual("the file is not UTF-8 but UTF-16", zh: "文件不是 UTF-8，而是 UTF-16"),
        help: Bilingual("save the file as UTF-8", zh: "请将文件另存为 UTF-8"))
      return
    }
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    scan()
  }

  /// UTF-16 shows by its byte order mark, or by a zero in the first two bytes, where text has none.
  private var isSixteenBit: Bool {
    let bytes = source.bytes
    guard bytes.count >= 2 else { return false }
    let pair = (bytes[0], bytes[1])
    return pair == (0xFF, 0xFE) || pair == (0xFE, 0xFF) || (pair.0 == 0) != (pair.1 == 0)
  }

  private mutating func scan() {
    let bytes = source.bytes
    index = start
    var lineStart = start
    var firstTab: Int?
    var tabbedLines = 0
    while index < bytes.count, report.total < Self.findingLimit {
      let byte = bytes[index]
      switch byte {
      case 0x20...0x7E: index += 1
      case UInt8(ascii: "\n"):
        index += 1
        lineStart = index
      case UInt8(ascii: "\t"):
        if bytes[lineStart..<index].allSatisfy({ $0 == UInt8(ascii: " ") }) {
          firstTab = firstTab ?? index
          tabbedLines += 1
        }
        index += 1
      case UInt8(ascii: "\r") where index + 1 < bytes.count && bytes[index + 1] == 0x0A:
        index += 1
      default: scanUncommon()
      }
      if byte == UInt8(ascii: "%"), index - 1 == lineStart { refuseDirective(at: lineStart) }
    }
    if let firstTab { refuseTab(at: firstTab, lines: tabbedLines) }
  }

  /// A control character or a character of several bytes.
  private mutating func scanUncommon() {
    guard let (scalar, length) = decode(at: index) else {
      refuse(
        "yaml.encoding", index..<index + 1,
        Bilingual("this byte is not valid UTF-8", zh: "此字节不是有效的 UTF-8"),
        help: Bilingual("save the file as UTF-8", zh: "请将文件另存为 UTF-8"))
      index += 1
      // One finding for a run of bad bytes.
      while index < source.bytes.count, source.bytes[index] & 0xC0 == 0x80 { index += 1 }
      return
    }
    if scalar.isForbiddenInPolicies {
      refuse("yaml.character", index..<index + length, scalar.forbiddenMessage)
    }
    index += length
  }

  /// The character that starts at an offset, strictly: no overlong form, no surrogate.
  private func decode(at offset: Int) -> (Unicode.Scalar, length: Int)? {
    let bytes = source.bytes
    let first = UInt32(bytes[offset])
    let (length, smallest, bits): (Int, UInt32, UInt32)
    switch first {
    case 0..<0x80: (length, smallest, bits) = (1, 0, first)
    case 0xC2...0xDF: (length, smallest, bits) = (2, 0x80, first & 0x1F)
    case 0xE0...0xEF: (length, smallest, bits) = (3, 0x800, first & 0x0F)
    case 0xF0...0xF4: (length, smallest, bits) = (4, 0x10000, first & 0x07)
    default: return nil
    }
    guard offset + length <= bytes.count else { return nil }
    var value = bits
    for byte in bytes[offset + 1..<offset + length] {
      guard byte & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= smallest, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
  }

  private mutating func refuseDirective(at offset: Int) {
    let line = source.lineRange(of: offset)
    refuse(
      "yaml.directive", line,
      Bilingual("a `%` directive is not allowed", zh: "不允许使用 `%` 指令"),
      help: Bilingual(
        "remove the line; if it is text, indent it or write it in quotes",
        zh: "请删除此行；若是文字，请缩进或加引号"))
  }

  private mutating func refuseTab(at offset: Int, lines: Int) {
    refuse(
      "yaml.tab", offset..<offset + 1,
      Bilingual(
        lines == 1
          ? "a tab indents this line" : "a tab indents this line and \(lines - 1) more",
        zh: lines == 1 ? "此行用制表符缩进" : "此行及另外 \(lines - 1) 行用制表符缩进"),
      help: Bilingual("indent with spaces", zh: "请用空格缩进"))
  }

  private mutating func refuse(
    _ code: String, _ range: Range<Int>, _ message: Bilingual, help: Bilingual? = nil
  ) {
    report.append(Diagnostic(code, message, at: Span(source, range), help: help))
  }
}

extension Unicode.Scalar {
  /// Whether the character is invisible, steers what is shown, or ends a line for some programs only.
  var isForbiddenInPolicies: Bool {
    switch value {
    case 0x09, 0x0A: false
    // Invisible though not format characters: soft hyphen, joiners, fillers, and noncharacters.
    case 0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F, 0x3164, 0xFFA0, 0xFFFE,
      0xFFFF:
      true
    default: isHazardous
    }
  }

  /// Why such a character is refused, with its number, for it cannot be shown.
  var forbiddenMessage: Bilingual {
    let digits = String(value, radix: 16, uppercase: true)
    let name = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let kind: Bilingual
    switch value {
    case 0x0D: kind = Bilingual("carriage return without line feed", zh: "缺少换行的回车符")
    case 0x85, 0x2028, 0x2029:
      kind = Bilingual("line end that not every program sees", zh: "并非所有程序都识别的换行符")
    case 0x00...0x1F, 0x7F...0x9F: kind = Bilingual("control character", zh: "控制字符")
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069:
      kind = Bilingual("character that reorders what is shown", zh: "会改变显示顺序的字符")
    default: kind = Bilingual("invisible character", zh: "不可见字符")
    }
    return Bilingual("\(kind.en) `\(name)`", zh: "\(kind.zh) `\(name)`")
  }
}

extension DiagnosticReport {
  /// How many findings there were, shown or not.
  var total: Int { diagnostics.count + omitted }
}
