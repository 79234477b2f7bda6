import Diagnostics

/// Reads XML tag by tag, in memory that does not grow with the file.
///
/// A strict reader for data: UTF-8, elements and attributes. Document types are refused and so are all entities but
/// the five of XML itself, so nothing can expand; text between tags is refused, since XES has none. Depth, length
/// of a tag and number of attributes are bounded.
struct XMLReader {
  /// Longer than any name or text in a log; also the bound of a comment.
  static let tagLimit = 1 << 20
  /// Attributes of XES nest, but nobody nests them like this.
  static let depthLimit = 100
  /// XES has two attributes on its elements; the root has a few more.
  static let attributeLimit = 32

  enum Tag {
    /// Unless `closesItself`, its closing tag follows when its content is over.
    case opening
    case closing
    case end
  }

  struct Attribute {
    let name: Range<Int>
    let value: Range<Int>
    /// Whether the bytes are the value: no references, no line ends.
    let isPlain: Bool
  }

  private let source: ByteStream
  var bytes: [UInt8] = []
  var position = 0
  private var linesBefore = 0
  var open: [[UInt8]] = []
  var hasRoot = false
  private var isAtStart = true

  /// Of the opening tag that was read last.
  var name = 0..<0
  var attributes: [Attribute] = []
  var closesItself = false

  init(_ source: ByteStream) { self.source = source }

  /// How many elements are open; the root is the first.
  var depth: Int { open.count }

  /// How many bytes are kept in memory: what is left of a piece and the next one, unless a tag is longer.
  var kept: Int { bytes.count }

  /// The line of the next tag, from 1.
  var line: Int { linesBefore + bytes[..<position].count { $0 == UInt8(ascii: "\n") } + 1 }

  mutating func next() throws(LogProblem) -> Tag {
    while true {
      do {
        if let tag = try parse() { return tag }
      } catch {
        throw error.at(line: line)
      }
      guard try refill() else {
        guard position == bytes.count, open.isEmpty, hasRoot else { throw endsEarly.at(line: line) }
        return .end
      }
    }
  }

  /// Whether the tag read last is of this name, under any namespace prefix.
  func isNamed(_ wanted: StaticString) -> Bool {
    let count = wanted.utf8CodeUnitCount
    guard name.count >= count else { return false }
    let start = name.upperBound - count
    if start > name.lowerBound, bytes[start - 1] != UInt8(ascii: ":") { return false }
    return equals(
      start..<name.upperBound, UnsafeBufferPointer(start: wanted.utf8Start, count: count))
  }

  func isAttribute(_ attribute: Attribute, named wanted: StaticString) -> Bool {
    equals(
      attribute.name,
      UnsafeBufferPointer(start: wanted.utf8Start, count: wanted.utf8CodeUnitCount))
  }

  /// Whether an attribute's value is this text.
  func value(of attribute: Attribute, equals wanted: [UInt8]) -> Bool {
    guard attribute.isPlain else { return Array(text(of: attribute).utf8) == wanted }
    return wanted.withUnsafeBufferPointer { equals(attribute.value, $0) }
  }

  func text(of attribute: Attribute) -> String {
    guard !attribute.isPlain else { return String(decoding: bytes[attribute.value], as: UTF8.self) }
    // References were checked when the tag was read.
    let decoded = (try? XMLText.decode(bytes[attribute.value])) ?? []
    return String(decoding: decoded, as: UTF8.self)
  }

  func equals(_ range: Range<Int>, _ wanted: UnsafeBufferPointer<UInt8>) -> Bool {
    guard range.count == wanted.count else { return false }
    for offset in 0..<wanted.count where bytes[range.lowerBound + offset] != wanted[offset] {
      return false
    }
    return true
  }
}

extension XMLReader {
  /// Drops what was read and appends the next piece; false at the end of the source.
  private mutating func refill() throws(LogProblem) -> Bool {
    guard bytes.count - position <= Self.tagLimit else {
      throw LogProblem(
        "too-long", Bilingual("a tag is longer than 1 MiB", zh: "标签超过 1 MiB")
      ).at(line: line)
    }
    let piece = try source.next()
    guard !piece.isEmpty else { return false }
    linesBefore = line - 1
    bytes.removeSubrange(..<position)
    bytes += piece
    position = 0
    if isAtStart, bytes.count >= 3 {
      isAtStart = false
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
      if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) {
        throw Self.notUTF8.at(line: 1)
      }
    }
    return true
  }

  static var notUTF8: LogProblem {
    LogProblem(
      "encoding", Bilingual("the log is not UTF-8", zh: "日志不是 UTF-8 编码"),
      help: Bilingual("convert it to UTF-8 first", zh: "请先转换为 UTF-8"))
  }

  private var endsEarly: LogProblem {
    let inside = open.last.map { String(decoding: $0, as: UTF8.self).excerpt }
    return LogProblem(
      "truncated",
      inside.map {
        Bilingual("the log ends inside of `<\($0)>`", zh: "日志在 `<\($0)>` 内中断")
      } ?? Bilingual("the log ends before it begins", zh: "日志没有内容"),
      help: Bilingual("copy or export it again", zh: "请重新复制或导出"))
  }

  static func malformed(_ en: String, zh: String) -> LogProblem {
    LogProblem(
      "malformed", Bilingual("this is no well-formed XML: \(en)", zh: "XML 格式有误：\(zh)"))
  }
}
