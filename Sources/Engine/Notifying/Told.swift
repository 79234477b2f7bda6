import Diagnostics

extension String {
  /// What a notification may carry of a text: one line, inert, of bounded length.
  var told: String {
    let line = split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let scalars = line.unicodeScalars
    guard scalars.count > Self.toldLength else { return line.inert }
    return String(scalars.prefix(Self.toldLength)).inert + "…"
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
