/// A text that diagnostics point into: a policy file, or an expression typed at the prompt.
///
/// Holds the bytes as they were read, valid UTF-8 or not; offsets everywhere are UTF-8 byte offsets.
public struct SourceFile: Sendable {
  /// What every span of the file shares. A class, because a tree holds thousands of spans, and retaining and
  /// releasing three references with each copy stood first in the profile of loading a policy.
  private final class Contents: Sendable {
    let name: String
    let bytes: [UInt8]
    let lineStarts: [Int]

    init(name: String, bytes: [UInt8], lineStarts: [Int]) {
      self.name = name
      self.bytes = bytes
      self.lineStarts = lineStarts
    }
  }

  private let contents: Contents

  /// How the file is named to the user: a path as it was given, or `<expression>`.
  public var name: String { contents.name }
  public var bytes: [UInt8] { contents.bytes }
  /// The offset of the first byte of each line. Never empty. A line ends at LF; CRLF leaves its CR on the line.
  private var lineStarts: [Int] { contents.lineStarts }

  public init(name: String, bytes: [UInt8]) {
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    contents = Contents(name: name, bytes: bytes, lineStarts: starts)
  }

  public init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// Where an offset stands, as people count: from 1, columns in characters (Unicode scalars).
  ///
  /// An offset past the end is taken for the end.
  public func position(of offset: Int) -> Position {
    let offset = min(max(offset, 0), bytes.count)
    let line = lineIndex(of: offset)
    let before = String(decoding: bytes[lineStarts[line]..<offset], as: UTF8.self)
    return Position(line: line + 1, column: before.unicodeScalars.count + 1)
  }

  /// The byte range of the line (without its end) that an offset stands in.
  public func lineRange(of offset: Int) -> Range<Int> {
    let line = lineIndex(of: min(max(offset, 0), bytes.count))
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return start..<end
  }

  /// The index, from 0, of the line in which an offset stands: binary search over the line starts.
  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}

extension SourceFile: Hashable {
  public static func == (left: SourceFile, right: SourceFile) -> Bool {
    left.contents === right.contents || left.name == right.name && left.bytes == right.bytes
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(bytes)
  }
}

/// A line and a column, both counted from 1; the column counts Unicode scalars.
public struct Position: Sendable, Hashable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
