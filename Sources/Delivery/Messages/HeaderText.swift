import Diagnostics

/// Texts in the header of a mail: ASCII alone, no line that data could begin.
enum HeaderText {
  /// The text as words of RFC 2047 in UTF-8 and base64, folded; plain ASCII stays as it is where it cannot be mistaken.
  ///
  /// `first` is how much of the first line the field's name takes.
  static func encode(_ text: String, first: Int) -> String {
    let text = text.inert
    return text.utf8.count + first <= 76 && isPlain(text) ? text : words(text)
  }

  /// A name beside an address, where any mark could be structure: plain only if it is letters and blanks.
  ///
  /// One word, cut where it is longer: some readers put blanks between the words of a name that belong together.
  static func phrase(_ name: String) -> String {
    let isLetters = name.utf8.allSatisfy { byte in
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || byte == UInt8(ascii: " ")
    }
    if isLetters, name.utf8.count <= 60 { return name }
    let name = name.inert
    // 45 bytes make a word of 72 characters, which stands on a line with the field's name.
    if name.utf8.count <= 45 { return word(Array(name.utf8)) }
    var bytes: [UInt8] = []
    for scalar in name.unicodeScalars {
      let next = Array(String(scalar).utf8)
      guard bytes.count + next.count <= 42 else {
        bytes += Array("…".utf8)
        break
      }
      bytes += next
    }
    return word(bytes)
  }

  /// Encoded words, one a line.
  private static func words(_ text: String) -> String {
    // An encoded word has at most 75 characters, 12 of them `=?utf-8?B?` and `?=`; the first shares its line.
    var words: [String] = []
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      let next = Array(String(scalar).utf8)
      // A character is never divided between two words.
      if bytes.count + next.count > 36 {
        words.append(word(bytes))
        bytes = []
      }
      bytes += next
    }
    if !bytes.isEmpty || words.isEmpty { words.append(word(bytes)) }
    return words.joined(separator: "\n ")
  }

  /// Printable ASCII that no reader takes for an encoded word or for the structure of an address.
  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && !text.contains("=?") && !text.hasPrefix(" ") && !text.hasSuffix(" ")
      && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }

  private static func word(_ bytes: [UInt8]) -> String { "=?utf-8?B?\(Base64.encode(bytes))?=" }
}

/// RFC 4648.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      var bits: UInt32 = 0
      for (index, byte) in group.enumerated() { bits |= UInt32(byte) << UInt32(16 - 8 * index) }
      for index in 0..<4 {
        text.append(
          index <= group.count
            ? alphabet[Int(bits >> UInt32(18 - 6 * index)) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// nil for anything but whole groups of the alphabet, padded or not.
  static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let digits = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }.reversed()
    guard digits.count % 4 != 1, text.utf8.count - digits.count <= 2 else { return nil }
    var (bytes, bits, count): ([UInt8], UInt32, Int) = ([], 0, 0)
    for digit in digits {
      guard let value = alphabet.firstIndex(of: digit) else { return nil }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}
