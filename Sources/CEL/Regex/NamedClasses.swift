/// The classes of ASCII characters that have names.
enum NamedClasses {
  private static let digit: [ClosedRange<UInt32>] = [0x30...0x39]
  private static let upper: [ClosedRange<UInt32>] = [0x41...0x5A]
  private static let lower: [ClosedRange<UInt32>] = [0x61...0x7A]
  private static let word = digit + upper + lower + [0x5F...0x5F]

  /// What `\d`, `\s` or any other letter, taken as `\w`, stands for.
  static func perl(_ letter: String) -> [ClosedRange<UInt32>] {
    switch letter {
    case "d": digit
    // Without the vertical tab, unlike `[:space:]`.
    case "s": [9...10, 12...13, 32...32]
    default: word
    }
  }

  /// What `[:name:]` stands for; nil for an unknown name.
  static func ascii(_ name: String) -> [ClosedRange<UInt32>]? {
    switch name {
    case "alnum": digit + upper + lower
    case "alpha": upper + lower
    case "ascii": [0...0x7F]
    case "blank": [9...9, 32...32]
    case "cntrl": [0...0x1F, 0x7F...0x7F]
    case "digit": digit
    case "graph": [0x21...0x7E]
    case "lower": lower
    case "print": [0x20...0x7E]
    case "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": [9...13, 32...32]
    case "upper": upper
    case "word": word
    case "xdigit": digit + [0x41...0x46, 0x61...0x66]
    default: nil
    }
  }

  static func isWord(_ scalar: UInt32) -> Bool {
    isAlphanumeric(scalar) || scalar == 0x5F
  }

  static func isAlphanumeric(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }
}
