/// How a text looks as a literal.
public enum Quoting {
  /// In double quotes, with `\a \b \f \n \r \t \v \\ \"` for what these stand for.
  ///
  /// Nothing else is escaped, as `strings.quote` of CEL's extension defines it.
  public static func quoted(_ text: String) -> String {
    var result: [UInt8] = [quote]
    result.reserveCapacity(text.utf8.count + 2)
    // All that is escaped is ASCII, whose bytes occur in no other character.
    for byte in text.utf8 {
      if let letter = escape(byte) {
        result.append(UInt8(ascii: "\\"))
        result.append(letter)
      } else {
        result.append(byte)
      }
    }
    result.append(quote)
    return String(decoding: result, as: UTF8.self)
  }

  private static let quote = UInt8(ascii: "\"")

  /// What stands behind the backslash; nil for a byte that stands for itself.
  private static func escape(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 7: UInt8(ascii: "a")
    case 8: UInt8(ascii: "b")
    case 9: UInt8(ascii: "t")
    case 10: UInt8(ascii: "n")
    case 11: UInt8(ascii: "v")
    case 12: UInt8(ascii: "f")
    case 13: UInt8(ascii: "r")
    case quote, UInt8(ascii: "\\"): byte
    default: nil
    }
  }
}
