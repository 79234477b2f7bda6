/// Positions in texts by code points, found on the bytes: a view of scalars takes ten times as long.
enum CodePoints {
  /// How many code points begin within the bytes.
  static func count(_ text: String, in range: Range<Int>) -> Int {
    let bytes = text.utf8Span.span
    var count = 0
    for index in range where !isContinuation(bytes[index]) { count += 1 }
    return count
  }

  static func count(_ text: String) -> Int {
    count(text, in: 0..<text.utf8.count)
  }

  /// Where the code point with this number begins; the end of the text when there are not so many.
  static func byteOffset(_ text: String, of codePoint: Int) -> Int {
    let bytes = text.utf8Span.span
    var rest = codePoint
    for index in 0..<bytes.count where !isContinuation(bytes[index]) {
      if rest == 0 { return index }
      rest -= 1
    }
    return bytes.count
  }

  /// The code points with these numbers.
  static func substring(_ text: String, _ range: Range<Int>) -> String {
    let start = byteOffset(text, of: range.lowerBound)
    let end = byteOffset(text, of: range.upperBound)
    let utf8 = text.utf8
    let from = utf8.index(utf8.startIndex, offsetBy: start)
    return String(text[from..<utf8.index(from, offsetBy: end - start)])
  }

  /// The code points from the last to the first.
  static func reversed(_ text: String) -> String {
    let bytes = text.utf8Span.span
    return String(unsafeUninitializedCapacity: bytes.count) { buffer in
      var end = bytes.count
      // Written backwards: the bytes since the last beginning belong to one code point.
      var target = 0
      for index in stride(from: bytes.count - 1, through: 0, by: -1)
      where !isContinuation(bytes[index]) {
        for source in index..<end {
          buffer[target] = bytes[source]
          target += 1
        }
        end = index
      }
      return target
    }
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
