import Foundation

/// What a person would see at a terminal: commands, their output and exit codes, in one text.
///
/// ```
/// // what the story is about, for readers
/// @ 2026-09-01T02:00:00Z          the time from here on
/// % language zh                   the language from here on
/// $ tollgate approve R-1 --as li  a command, and below it what it prints
/// refused: …
/// [exit 2]                        unless it is 0
/// ```
/// Digests and the account that runs the tests are not the same everywhere: they stand as `DIGEST` and `ACCOUNT`.
struct Transcript {
  let text: String

  /// Carries every command of the transcript out, and gives the transcript as it went this time.
  func replayed(by program: Program) throws -> String {
    var program = program
    var replayed = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("@ ") {
        program.now = String(line.dropFirst(2))
        replayed += "\(line)\n"
      } else if line.hasPrefix("% language ") {
        program.language = String(line.dropFirst(11))
        replayed += "\(line)\n"
      } else if line.hasPrefix("// ") {
        replayed += "\(line)\n"
      } else if line.hasPrefix("$ tollgate ") {
        let result = try program.run(Self.words(String(line.dropFirst(11))))
        replayed += "\(line)\n" + Self.settled(result.text)
        if result.status != 0 { replayed += "[exit \(result.status)]\n" }
      }
    }
    return replayed
  }

  /// The commands alone, without their output: two transcripts of one story have the same.
  var commands: [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map(String.init)
  }

  /// Words as a shell splits them: at blanks, but for what stands in double quotes.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in line {
      switch character {
      case "\"":
        isQuoted.toggle()
        word = word ?? ""
      case " " where !isQuoted:
        if let finished = word { words.append(finished) }
        word = nil
      default: word = (word ?? "") + String(character)
      }
    }
    if let word { words.append(word) }
    return words
  }

  static func settled(_ output: String) -> String {
    let account = NSUserName()
    return
      output
      .replacing(#/\b[0-9a-f]{64}\b/#, with: "DIGEST")
      .replacing(#/\b[0-9a-f]{12}\b/#, with: "DIGEST")
      .replacing("account \(account)", with: "account ACCOUNT")
      .replacing("账号 \(account)", with: "账号 ACCOUNT")
  }
}
