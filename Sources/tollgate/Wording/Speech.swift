import Diagnostics
import Glibc

/// The language that this run of the program speaks: `--lang`, else the locale.
///
/// Known before the command line is parsed, because help and mistakes in it are spoken too.
enum Speech {
  static let language = language(
    arguments: CommandLine.arguments,
    locale: ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap(environment).first)

  /// `locale` is the first that is set, such as `zh_CN.UTF-8`. An unknown `--lang` is refused by the parser.
  static func language(arguments: [String], locale: String?) -> Language {
    for (index, argument) in arguments.enumerated() {
      if argument == "--lang", index + 1 < arguments.count,
        let language = Language(rawValue: arguments[index + 1])
      {
        return language
      }
      if argument.hasPrefix("--lang="),
        let language = Language(rawValue: String(argument.dropFirst(7)))
      {
        return language
      }
    }
    return locale?.hasPrefix("zh") == true ? .chinese : .english
  }

  /// A variable of the environment; nil when it is unset or empty.
  static func environment(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

/// What is said to the user, in the language of this run.
func say(_ english: String, _ chinese: String) -> String {
  switch Speech.language {
  case .english: english
  case .chinese: chinese
  }
}

extension Bilingual {
  var spoken: String { self[Speech.language] }
}

/// Items one after the other: `a, b` or `a、b`.
func list(_ items: [String]) -> String {
  items.joined(separator: say(", ", "、"))
}

/// Punctuation between texts that are put together; Chinese has its own, full-width marks.
enum Mark {
  static let colon = say(": ", "\u{FF1A}")
  static let comma = say(", ", "\u{FF0C}")
  static let semicolon = say("; ", "\u{FF1B}")

  /// What somebody said, after a colon; nothing when they said nothing.
  static func quoted(_ text: String) -> String { text.isEmpty ? "" : "\(colon)“\(text)”" }

  /// `text` in parentheses.
  static func aside(_ text: String) -> String { say(" (\(text))", "\u{FF08}\(text)\u{FF09}") }
}
