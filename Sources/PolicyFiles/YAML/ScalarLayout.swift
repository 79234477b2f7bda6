/// How the text of a scalar lies in its file: which bytes of the file each byte of the text came from.
///
/// Computed from the file a second time, apart from libyaml: where the two texts differ, a scalar can be
/// read in two ways and is refused.
struct ScalarLayout {
  /// Of nothing.
  init() {}

  /// A stretch of the text and the stretch of the file that it came from.
  struct Segment {
    var text: Range<Int>
    var file: Range<Int>
    /// Whether byte follows byte; if not (an escape, a folded line end) the whole stands for the whole.
    var exact: Bool
  }

  private(set) var text: [UInt8] = []
  private(set) var segments: [Segment] = []

  /// The place in the file of a stretch of the text. Offsets past the end are taken for the end.
  func fileRange(of range: Range<Int>) -> Range<Int> {
    let lower = fileOffset(ofByteAt: range.lowerBound)
    guard !range.isEmpty else { return lower..<lower }
    return lower..<max(lower, fileEnd(ofByteAt: range.upperBound - 1))
  }

  private func fileOffset(ofByteAt offset: Int) -> Int {
    guard let segment = segment(holding: offset) else { return segments.last?.file.upperBound ?? 0 }
    return segment.exact
      ? segment.file.lowerBound + offset - segment.text.lowerBound : segment.file.lowerBound
  }

  private func fileEnd(ofByteAt offset: Int) -> Int {
    guard let segment = segment(holding: offset) else { return segments.last?.file.upperBound ?? 0 }
    return segment.exact
      ? segment.file.lowerBound + offset - segment.text.lowerBound + 1 : segment.file.upperBound
  }

  private func segment(holding offset: Int) -> Segment? {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].text.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < segments.count ? segments[low] : nil
  }

  /// The bytes of the file as they stand.
  fileprivate mutating func copy(_ range: Range<Int>, of bytes: [UInt8]) {
    guard !range.isEmpty else { return }
    let start = text.count
    text.append(contentsOf: bytes[range])
    if let last = segments.last, last.exact, last.file.upperBound == range.lowerBound {
      segments[segments.count - 1].text = last.text.lowerBound..<text.count
      segments[segments.count - 1].file = last.file.lowerBound..<range.upperBound
    } else {
      segments.append(Segment(text: start..<text.count, file: range, exact: true))
    }
  }

  /// Bytes that stand for others in the file.
  fileprivate mutating func insert(_ inserted: some Collection<UInt8>, for range: Range<Int>) {
    let start = text.count
    text.append(contentsOf: inserted)
    guard start < text.count else { return }
    segments.append(Segment(text: start..<text.count, file: range, exact: false))
  }

  fileprivate mutating func insert(_ byte: UInt8, for range: Range<Int>) {
    insert(CollectionOfOne(byte), for: range)
  }

  fileprivate mutating func truncate(to count: Int) {
    text.removeLast(text.count - count)
    while let last = segments.last, last.text.upperBound > count {
      segments.removeLast()
      guard last.text.lowerBound < count else { continue }
      let kept = last.text.lowerBound..<count
      let file = last.exact ? last.file.lowerBound..<last.file.lowerBound + kept.count : last.file
      segments.append(Segment(text: kept, file: file, exact: last.exact))
    }
  }
}

private let space = UInt8(ascii: " ")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")

extension UInt8 {
  fileprivate var isBlank: Bool { self == space || self == UInt8(ascii: "\t") }
  /// The value of a hexadecimal digit; nil: it is none.
  fileprivate var hexadecimal: UInt32? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(self - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(self - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(self - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  /// Whether the byte can mean something else than itself in a plain or quoted scalar.
  fileprivate var mayBeSpecial: Bool {
    isBlank || isBreak || self == UInt8(ascii: "'") || self == UInt8(ascii: "\\")
  }
  fileprivate var isBreak: Bool { self == lineFeed || self == carriageReturn }
}

extension ScalarLayout {
  /// A plain or quoted scalar that stands at `range`, quotes included.
  ///
  /// Line ends fold: one becomes a space, n become n - 1 line feeds; blanks around them vanish.
  init(flow bytes: [UInt8], _ range: Range<Int>, _ style: Scalar.Style) {
    let quoted = style == .singleQuoted || style == .doubleQuoted
    var index = range.lowerBound + (quoted ? 1 : 0)
    let end = max(index, range.upperBound - (quoted ? 1 : 0))
    while index < end {
      let byte = bytes[index]
      let start = index
      if byte.isBlank || byte.isBreak {
        let breaks = Self.skipSpace(bytes, &index, end)
        switch breaks {
        case 0: copy(start..<index, of: bytes)
        case 1: insert(space, for: start..<index)
        default: insert(repeatElement(lineFeed, count: breaks - 1), for: start..<index)
        }
      } else if style == .singleQuoted, byte == UInt8(ascii: "'") {
        index += 2
        insert(byte, for: start..<index)
      } else if style == .doubleQuoted, byte == UInt8(ascii: "\\"), index + 1 < end {
        unescape(bytes, &index, end)
      } else {
        repeat { index += 1 } while index < end && !bytes[index].mayBeSpecial
        copy(start..<index, of: bytes)
      }
    }
  }

  /// Moves over blanks and line ends, and returns how many line ends there were.
  private static func skipSpace(_ bytes: [UInt8], _ index: inout Int, _ end: Int) -> Int {
    var breaks = 0
    while index < end, bytes[index].isBlank || bytes[index].isBreak {
      if bytes[index] == lineFeed { breaks += 1 }
      index += 1
    }
    return breaks
  }

  private mutating func unescape(_ bytes: [UInt8], _ index: inout Int, _ end: Int) {
    let start = index
    let code = bytes[index + 1]
    index += 2
    if code.isBreak {
      // An escaped line end joins the lines without a space; empty lines after it count.
      if code == carriageReturn, index < end, bytes[index] == lineFeed { index += 1 }
      let breaks = Self.skipSpace(bytes, &index, end)
      insert(repeatElement(lineFeed, count: breaks), for: start..<index)
      return
    }
    let digits: Int
    switch code {
    case UInt8(ascii: "x"): digits = 2
    case UInt8(ascii: "u"): digits = 4
    case UInt8(ascii: "U"): digits = 8
    default:
      insert(Self.escapes[code] ?? [code], for: start..<index)
      return
    }
    var value: UInt32 = 0
    for digit in bytes[index..<min(index + digits, end)] {
      guard let number = digit.hexadecimal else { return }
      value = value << 4 | number
    }
    index = min(index + digits, end)
    guard let scalar = Unicode.Scalar(value) else { return }
    insert(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter, for: start..<index)
  }

  private static let escapes: [UInt8: [UInt8]] = [
    UInt8(ascii: "0"): [0], UInt8(ascii: "a"): [7], UInt8(ascii: "b"): [8],
    UInt8(ascii: "t"): [9], UInt8(ascii: "n"): [10], UInt8(ascii: "v"): [11],
    UInt8(ascii: "f"): [12], UInt8(ascii: "r"): [13], UInt8(ascii: "e"): [27],
    UInt8(ascii: "N"): [0xC2, 0x85], UInt8(ascii: "_"): [0xC2, 0xA0],
    UInt8(ascii: "L"): [0xE2, 0x80, 0xA8], UInt8(ascii: "P"): [0xE2, 0x80, 0xA9],
  ]
}

extension ScalarLayout {
  /// A literal block scalar, from its `|` to the end of its last line.
  ///
  /// `parent` is the column of the block collection around it, -1 when there is none.
  init(literal bytes: [UInt8], _ range: Range<Int>, parent: Int) {
    let header = BlockHeader(bytes, range.lowerBound)
    var lines: [Range<Int>] = []
    var index = header.end
    while index < range.upperBound {
      var end = index
      while end < range.upperBound, bytes[end] != lineFeed { end += 1 }
      lines.append(index..<end)
      index = end + 1
    }
    let indentation =
      header.indentation.map { max(parent, 0) + $0 }
      ?? Self.detectIndentation(bytes, lines, atLeast: max(parent + 1, 1))
    var endOfContent = 0
    for line in lines {
      let ends = line.upperBound < range.upperBound
      let stop =
        ends && !line.isEmpty && bytes[line.upperBound - 1] == carriageReturn
        ? line.upperBound - 1 : line.upperBound
      var start = line.lowerBound
      while start < stop, start - line.lowerBound < indentation, bytes[start] == space {
        start += 1
      }
      copy(start..<stop, of: bytes)
      if start < stop { endOfContent = text.count }
      if ends {
        if stop == line.upperBound {
          copy(stop..<stop + 1, of: bytes)
        } else {
          insert(lineFeed, for: stop..<line.upperBound + 1)
        }
        if start < stop, header.chomping == .clip { endOfContent = text.count }
      }
    }
    if header.chomping != .keep { truncate(to: endOfContent) }
  }

  private static func detectIndentation(
    _ bytes: [UInt8], _ lines: [Range<Int>], atLeast least: Int
  ) -> Int {
    var longest = 0
    for line in lines {
      let blanks = bytes[line].prefix { $0 == space }.count
      longest = max(longest, blanks)
      if blanks < line.count, !bytes[line.lowerBound + blanks].isBreak { break }
    }
    return max(longest, least)
  }
}

/// The first line of a block scalar: `|`, `>-`, `|2+`.
struct BlockHeader {
  enum Chomping { case clip, strip, keep }

  private(set) var chomping = Chomping.clip
  /// nil: the first line with text shows it.
  private(set) var indentation: Int?
  /// The offset after `|` or `>` and its indicators.
  private(set) var indicatorsEnd: Int
  /// The offset of the next line.
  private(set) var end: Int

  init(_ bytes: [UInt8], _ start: Int) {
    var index = start + 1
    indicators: while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "-"): chomping = .strip
      case UInt8(ascii: "+"): chomping = .keep
      case UInt8(ascii: "1")...UInt8(ascii: "9"):
        indentation = Int(bytes[index] - UInt8(ascii: "0"))
      default: break indicators
      }
      index += 1
    }
    indicatorsEnd = index
    while index < bytes.count, bytes[index] != lineFeed { index += 1 }
    end = min(index + 1, bytes.count)
  }
}
