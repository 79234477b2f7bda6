import Diagnostics
import Foundation
import TestKit
import Testing

@testable import PolicyFiles

/// Files made to stall, mislead or crash a reader.
@Suite(.serialized) struct HostileFiles {
  private func codes(_ bytes: [UInt8]) -> [String] {
    var report = DiagnosticReport()
    let node = YAMLReader.read(SourceFile(name: "t", bytes: bytes), into: &report)
    #expect(node != nil || report.hasErrors, "refused without a reason")
    return report.diagnostics.map(\.code)
  }

  private func codes(_ text: String) -> [String] { codes(Array(text.utf8)) }

  /// `text` written `count` times; `#` stands for the number of the time.
  private static func times(_ count: Int, _ text: String) -> String {
    guard text.contains("#") else { return String(repeating: text, count: count) }
    let parts = text.split(separator: "#", omittingEmptySubsequences: false)
    return (0..<count).map { parts.joined(separator: String($0)) }.joined()
  }

  /// Lines of `text` with 0, 1, 2, … spaces before it.
  private static func stairs(_ count: Int, _ text: String) -> String {
    (0..<count).map { String(repeating: " ", count: $0) + text + "\n" }.joined()
  }

  private static let attacks: [(String, String)] = [
    ("open brackets", times(100_000, "[")),
    ("open brackets, one a line", times(50_000, "[\n")),
    ("open braces", times(100_000, "{")),
    ("open braces with keys", times(25_000, "{a: ")),
    ("brackets after a key", "a: " + times(100_000, "[")),
    ("dashes", times(50_000, "- ")),
    ("questions", times(50_000, "? ")),
    ("steps of indentation", stairs(400, "a:")),
    ("brackets in quotes", "a: \"" + times(100_000, "[")),
    ("a million quotes", times(1_000_000, "\"")),
    ("a million colons", times(1_000_000, ":")),
    ("a million ampersands", times(1_000_000, "&")),
    ("many anchors", times(50_000, "- &a# x\n")),
    ("laughs", "a: &a [x]\n" + times(50, "b#: [*a, *a, *a]\n")),
    ("many tags", times(50_000, "- !!str x\n")),
    ("many documents", times(100_000, "--- a\n")),
    ("many values", "[" + times(400_000, "a,") + "]"),
    ("many lines", times(200_000, "- a\n")),
    ("many equal keys", times(40_000, "a: 1\n")),
    ("one long line of words", times(500_000, "a ") + ": b"),
    ("many comments without a space", "a: b\n" + String(repeating: "[a,#b\n]\n", count: 1000)),
    ("blank lines in a literal", "a: |\n" + stairs(1000, "") + "b: 1\n"),
    ("tabs", times(500_000, "\t\n")),
    ("control characters", times(1_000_000, "\u{1}")),
    ("escapes", "a: \"" + times(150_000, "\\u200b") + "\""),
    ("plain lines", "a: b\n" + times(200_000, "  c\n") + "\tx"),
    ("a quote over many lines", "a: \"b\n" + times(200_000, "  c\n") + "d\""),
    ("directives", times(90_000, "%TAG !a! b\n")),
    ("two megabytes", times(2 << 20, "a")),
  ]

  @Test(arguments: attacks.map(\.0)) func aHostileFileIsRefusedAtOnce(name: String) throws {
    let bytes = Array(try #require(Self.attacks.first { $0.0 == name }).1.utf8)
    let start = threadMilliseconds()
    let found = codes(bytes)
    let time = threadMilliseconds() - start
    #expect(!found.isEmpty, "\(name) must be refused")
    // A debug build is about ten times slower than what the promise (100 ms) is about.
    #expect(time < (isOptimized ? 100 : 1000), "\(name) took \(time) ms")
  }

  @Test func aHundredKilobytesOfBracketsFailAtTheSixtyFifth() throws {
    Endurance.tell(13, "hostile files", Self.attacks.count)
    var report = DiagnosticReport()
    let source = SourceFile(name: "t", text: String(repeating: "[", count: 100_000))
    #expect(YAMLReader.read(source, into: &report) == nil)
    #expect(report.diagnostics.map(\.code) == ["yaml.depth"])
    #expect(report.diagnostics[0].span?.range == 64..<65)
  }

  @Test func sixtyFourLevelsAreRead() {
    let text = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(codes(text) == [])
  }

  private static func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }

  private static let refusals: [(String, [UInt8], String)] = [
    ("invalid UTF-8", [0x61, 0x3A, 0x20, 0xFF], "yaml.encoding"),
    ("overlong", [0x61, 0x3A, 0x20, 0xC0, 0xAF], "yaml.encoding"),
    ("a surrogate", [0x61, 0x3A, 0x20, 0xED, 0xA0, 0x80], "yaml.encoding"),
    ("a cut character", [0x61, 0x3A, 0x20, 0xE4, 0xB8], "yaml.encoding"),
    ("above Unicode", [0x61, 0x3A, 0x20, 0xF4, 0x90, 0x80, 0x80], "yaml.encoding"),
    ("UTF-16 with a mark", [0xFF, 0xFE, 0x61, 0x00], "yaml.encoding"),
    ("UTF-16, big end", [0xFE, 0xFF, 0x00, 0x61], "yaml.encoding"),
    ("UTF-16 without a mark", [0x61, 0x00, 0x3A, 0x00], "yaml.encoding"),
    ("NUL", [0x61, 0x3A, 0x20, 0x62, 0x00], "yaml.character"),
    ("ESC", [0x61, 0x3A, 0x20, 0x1B, 0x5B], "yaml.character"),
    ("DEL", [0x61, 0x3A, 0x20, 0x7F], "yaml.character"),
    ("a lone CR", utf8("a: b\rc: d\n"), "yaml.character"),
    ("next line", utf8("a: b\u{85}c: d\n"), "yaml.character"),
    ("line separator", utf8("a: b\u{2028}c: d\n"), "yaml.character"),
    ("paragraph separator", utf8("a: b\u{2029}c: d\n"), "yaml.character"),
    ("right-to-left override", utf8("a: b # \u{202E}\n"), "yaml.character"),
    ("isolate", utf8("a: \u{2066}b\n"), "yaml.character"),
    ("zero-width space", utf8("ro\u{200B}le: b\n"), "yaml.character"),
    ("zero-width joiner", utf8("a: \u{200D}b\n"), "yaml.character"),
    ("soft hyphen", utf8("a: b\u{AD}\n"), "yaml.character"),
    ("a second byte order mark", utf8("\u{FEFF}\u{FEFF}a: b\n"), "yaml.character"),
    ("an escaped NUL", utf8("a: \"\\0\"\n"), "yaml.character"),
    ("an escaped ESC", utf8("a: \"\\e[2J\"\n"), "yaml.character"),
    ("an escaped override", utf8("a: \"\\u202e\"\n"), "yaml.character"),
    ("an escaped line separator", utf8("a: \"\\L\"\n"), "yaml.character"),
    ("a tab", utf8("a:\n\tb: c\n"), "yaml.tab"),
    ("an anchor", utf8("a: &x b\n"), "yaml.anchor"),
    ("an alias", utf8("a: *x\n"), "yaml.alias"),
    ("a tag", utf8("a: !!int 3\n"), "yaml.tag"),
    ("a bare tag", utf8("a: ! b\n"), "yaml.tag"),
    ("a bare tag on quotes", utf8("a: ! \"b\"\n"), "yaml.tag"),
    ("a directive", utf8("%YAML 1.1\n---\na: b\n"), "yaml.directive"),
    ("two documents", utf8("a: b\n---\nc: d\n"), "yaml.documents"),
    ("a repeated key", utf8("a: b\na: c\n"), "yaml.duplicate-key"),
    (
      "a key repeated in another normal form", Array("\u{E9}: b\ne\u{301}: c\n".utf8),
      "yaml.duplicate-key"
    ),
    ("a list as key", utf8("[a]: b\n"), "yaml.key"),
    ("a mapping as key", utf8("{a: b}: c\n"), "yaml.key"),
    ("an explicit key", utf8("? a\n: b\n"), "yaml.explicit-key"),
    ("no key", utf8("a: {\"\": b}\n"), "yaml.empty-key"),
    ("a colon without a space", utf8("a: {en:b}\n"), "yaml.missing-colon"),
    ("nothing", [], "yaml.empty"),
    ("only a comment", utf8("# a\n"), "yaml.empty"),
    ("an open quote", utf8("a: \"b\n"), "yaml.syntax"),
    ("an open bracket", utf8("a: [b, c\n"), "yaml.syntax"),
    ("a truncated mapping", utf8("a: {b: c, d\n"), "yaml.syntax"),
  ]

  @Test(arguments: refusals)
  func whatTheProfileForbidsIsRefused(name: String, bytes: [UInt8], code: String) {
    #expect(codes(bytes) == [code], "\(name)")
  }

  @Test func everyTruncationEndsInAVerdict() {
    let text = """
      policy: p
      title: {en: "A \\u4e2d", zh: '售前 ''项目'''}
      list:
        - [a, {b: c}]
        - |
          literal
            text
        - >-
          folded
      """
    let bytes = Array(text.utf8)
    for count in 0...bytes.count { _ = codes(Array(bytes[..<count])) }
    #expect(codes(bytes) == [])
  }

  @Test func everyChangedByteEndsInAVerdict() {
    let bytes = Array("a: {b: \"c\\n\", d: [e, 'f']}\ng: |\n  h\n".utf8)
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        _ = codes(changed)
      }
    }
  }

  @Test func everythingWrongIsReportedAtOnceAndInOrder() {
    let text = """
      a: &x 1
      a: 2
      b: *x
      c: !!str d
      e: {f, g: h}
      i: "\\u200b"
      """
    #expect(
      codes(text) == [
        "yaml.anchor", "yaml.duplicate-key", "yaml.alias", "yaml.tag", "yaml.missing-colon",
        "yaml.character",
      ])
  }

  @Test func aDuplicateKeyShowsBothPlaces() {
    var report = DiagnosticReport()
    _ = YAMLReader.read(SourceFile(name: "p.yaml", text: "角色: 1\nb: 2\n角色: 3\n"), into: &report)
    #expect(
      DiagnosticRenderer(language: .english).render(report) == """
        error: `角色` stands here twice [yaml.duplicate-key]
         --> p.yaml:3:1
          |
        3 | 角色: 3
          | ^^^^
           = note: first here
         --> p.yaml:1:1
          |
        1 | 角色: 1
          | ^^^^
           = help: remove one of the two

        """)
  }
}

private let isOptimized: Bool = {
  var optimized = true
  assert(
    {
      optimized = false
      return true
    }())
  return optimized
}()

/// What this thread has used of the processor: other work on the machine does not count.
private func threadMilliseconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) * 1000 + Double(time.tv_nsec) / 1_000_000
}
