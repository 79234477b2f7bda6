/// The languages that the product speaks.
public enum Language: String, Sendable, CaseIterable, Codable {
  case english = "en"
  case chinese = "zh"
}

/// A text that a person reads, in both languages.
///
/// Written as `Bilingual("not found", zh: "未找到")`, or `Bilingual(verbatim:)` for a name that is the
/// same in both. Holds no markup and no placeholders: the words are already filled in.
public struct Bilingual: Sendable, Hashable, Codable {
  public var en: String
  public var zh: String

  public init(_ en: String, zh: String) {
    self.en = en
    self.zh = zh
  }

  /// A name or number that reads the same in both languages.
  public init(verbatim text: String) {
    self.init(text, zh: text)
  }

  public subscript(language: Language) -> String {
    switch language {
    case .english: en
    case .chinese: zh
    }
  }
}
