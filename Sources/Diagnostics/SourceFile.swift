/// A text that diagnostics point into: a policy file, or an expression typed at the prompt.
///
/// Holds the bytes as they were read, valid UTF-8 or not; offsets everywhere are UTF-8 byte offsets.
public struct SourceFile: Sendable, Hashable {
  /// How the file is named to the user: a path as it was given, or `<expression>`.
  public let name: String
  public let bytes: [UInt8]
  /// The offset of the first byte of each line. Never empty. A line ends at LF; CRLF leaves its CR on the line.
  private let lineStarts: [Int]

  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(index + 1)
    }
    lineStarts = starts
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

/// A line and a column, both counted from 1; the column counts Unicode scalars.
public struct Position: Sendable, Hashable {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
