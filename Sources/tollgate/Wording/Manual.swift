import Diagnostics

/// The argument parser's own words, which it knows only in English.
enum Manual {
  /// Headings and common mistakes in the language of this run; what is not known stays as it is.
  static func spoken(_ text: String) -> String {
    guard Speech.language == .chinese else { return text }
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in
        var line = String(line)
        for (english, chinese) in phrases where line.contains(english) {
          line = line.replacing(english, with: chinese)
        }
        return line
      }.joined(separator: "\n")
  }

  /// What is wrong with a command line, in the manner of our own messages: lower case, no full stop.
  static func mistake(_ message: String) -> String {
    var text = spoken(message)
    while text.hasSuffix(".") || text.hasSuffix("\n") { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// The command that the parser advises: `tollgate approve --help`.
  static func helpCommand(_ message: String) -> String? {
    guard let start = message.ranges(of: "See '").first?.upperBound,
      let end = message[start...].firstIndex(of: "'")
    else { return nil }
    return String(message[start..<end])
  }

  /// The longer ones first, since some contain others.
  private static let phrases: [(String, String)] = [
    ("OVERVIEW: ", "概要："), ("USAGE: ", "用法："), ("Usage: ", "用法："),
    ("ARGUMENTS:", "参数："), ("OPTIONS:", "选项："), (" SUBCOMMANDS:", "命令："),
    ("SUBCOMMANDS:", "命令："), ("<subcommand>", "<命令>"), ("[<options>]", "[<选项>]"),
    ("Show the version.", "显示版本。"), ("Show help information.", "显示帮助。"),
    ("Show subcommand help information.", "显示命令的帮助。"),
    ("for detailed help.", "查看详细帮助。"), ("for more information.", "查看更多信息。"),
    ("  See '", "  用 '"), ("Error: ", "错误："), ("Help:  ", "说明："),
    ("Missing expected argument", "缺少参数"), ("Missing value for", "缺少取值："),
    ("Unknown option", "未知选项"), ("Unexpected argument", "多余的参数"),
    ("unexpected arguments:", "个多余的参数："), ("Did you mean", "是否指"),
    ("is invalid for", "不适用于"), ("The value", "取值"),
    ("'. Please provide one of ", "'。请用其中之一："), ("' and '", "' 或 '"),
  ]
}
