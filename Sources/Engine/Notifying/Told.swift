import Diagnostics

extension String {
  /// What a notification may carry of a text: one line, inert, of bounded length.
  var told: String {
    if isPlainLine { return self }
    let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let scalars = line.unicodeScalars
    guard scalars.count > Self.toldLength else { return line.inert }
    return String(scalars.prefix(Self.toldLength)).inert + "…"
  }

  /// Whether it can stay as it is, at one look at its bytes: short, printable ASCII and ideographs, single blanks between
  /// words. Names and titles are, and each decision tells a dozen of them.
  private var isPlainLine: Bool {
    guard utf8.count <= Self.toldLength else { return false }
    var last = UInt8(ascii: " ")
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: " "): if last == byte { return false }
      // 0xE4 to 0xE9 begin U+4000 to U+9FFF, where neither blanks nor controls are.
      case 0x21...0x7E, 0xE4...0xE9: break
      case 0x80...0xBF: if last < 0x80 { return false }
      default: return false
      }
      last = byte
    }
    return last != UInt8(ascii: " ")
  }

  /// Longer comments are read where the request is shown; a message is no place for a page.
  private static let toldLength = 300
}

extension Bilingual {
  var told: Bilingual { Bilingual(en.told, zh: zh.told) }

  /// With what somebody said; nothing more when they said nothing.
  func quoting(_ text: String) -> Bilingual {
    let text = text.told
    return text.isEmpty ? self : Bilingual("\(en): “\(text)”", zh: "\(zh)：“\(text)”")
  }

  func and(_ other: Bilingual) -> Bilingual {
    Bilingual("\(en); \(other.en)", zh: "\(zh)；\(other.zh)")
  }
}
