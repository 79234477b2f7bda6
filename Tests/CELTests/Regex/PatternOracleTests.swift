import CEL
import Foundation
import Testing

@Suite("Patterns against Python's re")
struct PatternOracleTests {
  static let count = 20_000
  static let seed = ProcessInfo.processInfo.environment["PATTERN_SEED"] ?? "1"

  @Test("random patterns find a match exactly where Python does")
  func everyLine() throws {
    let oracle = Oracle(name: "pattern-oracle")
    guard let lines = try oracle.lines([String(Self.count), Self.seed]) else { return }
    var wrong = 0
    for line in lines {
      let words = line.split(separator: " ").map(String.init)
      let (pattern, text) = (Self.text(words[0]), Self.text(words[1]))
      let found = try Pattern(pattern).matches(text)
      if found != (words[2] == "1") {
        wrong += 1
        if wrong <= 20 { Issue.record("\(pattern) in \(text.debugDescription): \(found)") }
      }
    }
    #expect(wrong == 0)
    #expect(lines.count == Self.count)
    print("pattern-oracle: \(lines.count) patterns with seed \(Self.seed), \(wrong) wrong")
  }

  private static func text(_ word: String) -> String {
    String(decoding: Data(base64Encoded: word) ?? Data(), as: UTF8.self)
  }
}
