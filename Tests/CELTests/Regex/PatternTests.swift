import CEL
import Testing

@Suite("RE2 patterns")
struct PatternTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let pattern: String
    let yes: [String]
    let no: [String]
    init(_ pattern: String, yes: [String] = [], no: [String] = []) {
      (self.pattern, self.yes, self.no) = (pattern, yes, no)
    }
    var testDescription: String { pattern }
  }

  /// What RE2's and Go's syntax pages and tests say, by hand.
  static let cases: [Case] = [
    Case("", yes: ["", "a"]),
    Case("ubb", yes: ["hubba"], no: ["hub", "bub", ""]),
    Case("gr(a|e)y", yes: ["grey", "a gray b"], no: ["griy", "gry"]),
    Case("ba(na)*", yes: ["ba", "banana"], no: ["na"]),
    Case("a+ñ+a+", yes: ["mañana"], no: ["man\u{303}ana"]),
    Case("(a|😀){2}", yes: ["🐱😀😀"], no: ["🐱😀"]),
    Case("^abc$", yes: ["abc"], no: ["abc\n", "xabc", "abcd", "\nabc"]),
    Case("(?m)^abc$", yes: ["abc", "x\nabc\ny", "abc\n"], no: ["xabc"]),
    Case("\\Aabc\\z", yes: ["abc"], no: ["abc\n", " abc"]),
    Case("(?m)\\Aabc\\z", yes: ["abc"], no: ["\nabc"]),
    Case("a.c", yes: ["abc", "a😀c", "a\rc"], no: ["a\nc", "ac"]),
    Case("(?s)a.c", yes: ["a\nc"]),
    Case("(?s:a.)b.", yes: ["a\nbx"], no: ["a\nb\n"]),
    Case("(?i)straße", yes: ["STRAẞE", "Straße"], no: ["STRASSE"]),
    Case("(?i)k", yes: ["k", "K", "\u{212A}"], no: ["l"]),
    Case("(?i)\u{212A}", yes: ["k", "K"], no: ["x"]),
    Case("(?i)[^k]", yes: ["x"], no: ["k", "K", "\u{212A}"]),
    Case("(?i)[a-c]+$", yes: ["AbC"], no: ["d"]),
    Case("(?i)s", yes: ["ſ"]),
    Case("(?i)σς", yes: ["ΣΣ", "ςσ"]),
    Case("(?i)i", yes: ["I"], no: ["ı", "İ"]),
    Case("(?i)ǆ", yes: ["ǅ", "Ǆ"]),
    Case("(?i)ι", yes: ["\u{345}", "\u{1FBE}", "Ι"]),
    Case("(?i)\\pLu", yes: ["au", "AU"]),
    Case("(?i)^\\p{Lu}$", yes: ["a", "A", "ß"], no: ["1", "中"]),
    Case("(?i)^\\P{Lu}$", yes: ["1", "中"], no: ["a", "A"]),
    Case("^\\P{Lu}$", yes: ["1", "a"], no: ["A", "Ä"]),
    Case("(?i)^\\w$", yes: ["ſ", "a", "\u{212A}"], no: ["é"]),
    Case("a(?i)b|c", yes: ["aB", "C"], no: ["AB", "b"]),
    Case("(a(?i)b)c", yes: ["aBc"], no: ["aBC"]),
    Case("(?i)a(?-i)b", yes: ["Ab"], no: ["aB"]),
    Case("(?i-s:A.)", yes: ["ax"], no: ["a\n"]),
    Case("(?U)a+?", yes: ["a"], no: ["b"]),
    Case("()|x", yes: [""]),
    Case("(|a)*b", yes: ["b", "aab"], no: ["a"]),
    Case("a|b|", yes: ["zzz"]),
    Case("^(a|b|)$", yes: ["a", "b", ""], no: ["c", "ab"]),
    Case("^a{2}$", yes: ["aa"], no: ["a", "aaa"]),
    Case("^a{2,}$", yes: ["aa", "aaaa"], no: ["a", ""]),
    Case("^a{0,2}$", yes: ["", "a", "aa"], no: ["aaa"]),
    Case("^a{2,4}?$", yes: ["aa", "aaa", "aaaa"], no: ["a", "aaaaa"]),
    Case("^a{0}$", yes: [""], no: ["a"]),
    Case("^(ab){1,2}$", yes: ["ab", "abab"], no: ["", "ababab"]),
    Case("^a{,2}$", yes: ["a{,2}"], no: ["aa", "a"]),
    Case("^a{}$", yes: ["a{}"]),
    Case("^a{01}$", yes: ["a{01}"], no: ["a"]),
    Case("^a{1$", yes: ["a{1"]),
    Case("^{$", yes: ["{"]),
    Case("x}", yes: ["x}"]),
    Case("^]$", yes: ["]"]),
    Case("(a*)*", yes: ["", "b"]),
    Case("(a*)+$", yes: ["", "aaa"]),
    Case("^(a+)+$", yes: ["aaa"], no: ["aab", ""]),
    Case("(^)*x", yes: ["x", "ax"]),
    Case("^*a", yes: ["ba"]),
    Case("$a", no: ["a", "\na"]),
    Case("(?m)$\n^a", yes: ["\na", "x\na"], no: ["a"]),
    Case("^[]a]+$", yes: ["]a"], no: ["b"]),
    Case("^[^]a]+$", yes: ["b"], no: ["]", "a"]),
    Case("^[a-]+$", yes: ["a-"], no: ["b"]),
    Case("^[-a]+$", yes: ["a-"], no: ["b"]),
    Case("^[a-c-e]+$", yes: ["abc-e"], no: ["d"]),
    Case("^[\\d-z]+$", yes: ["1-z"], no: ["a"]),
    Case("^[[:alpha:]]+$", yes: ["aZ"], no: ["é", "1", ""]),
    Case("^[[:^alpha:]]+$", yes: ["1é"], no: ["a"]),
    Case("^[[:word:][:space:]]+$", yes: ["a_1 \t\u{B}"], no: ["-"]),
    Case("^[[:punct:]]+$", yes: ["!/:@[`{~"], no: ["a", " "]),
    Case("^[[:alpha]+$", yes: ["[:alph"], no: ["z"]),
    Case("^[[a]+$", yes: ["[a"], no: ["b"]),
    Case("^[^\\d\\s]+$", yes: ["ab"], no: ["a1", "a b"]),
    Case("^[^\\D]+$", yes: ["12"], no: ["a"]),
    Case("[^a]", yes: ["\n", "b"], no: ["a", ""]),
    Case("^\\s+$", yes: [" \t\n\u{C}\r"], no: ["\u{B}", "\u{A0}"]),
    Case("^\\S$", yes: ["\u{B}", "x"], no: [" "]),
    Case("^\\d+$", yes: ["0123456789"], no: ["٣", "a"]),
    Case("^\\w+$", yes: ["aZ_9"], no: ["é", "-"]),
    Case("\\bfoo\\b", yes: ["foo", "a foo!", "éfoo"], no: ["foot", "_foo"]),
    Case("\\Boo", yes: ["foo"], no: ["oo", " oo"]),
    Case("\\b", yes: ["a"], no: ["", " ", "é"]),
    Case("\\B", yes: ["", " ", "ab"], no: ["a"]),
    Case("^\\pL+$", yes: ["aé中"], no: ["1", " "]),
    Case("^\\p{L}\\pN$", yes: ["é٣"], no: ["3é"]),
    Case("^\\PL$", yes: ["1", "\u{378}"], no: ["a"]),
    Case("^\\p{^L}$", yes: ["1"], no: ["a"]),
    Case("^\\P{^L}$", yes: ["a"], no: ["1"]),
    Case("^[\\p{Lu}\\d]+$", yes: ["ÄZ9"], no: ["a"]),
    Case("^[^\\p{Lu}\\d]+$", yes: ["a "], no: ["Ä", "9"]),
    Case("^[\\PL\\pL]$", yes: ["a", "1"]),
    Case("^\\p{Any}$", yes: ["😀", "\n"], no: [""]),
    Case("\\P{Any}", no: ["", "a", "\n"]),
    Case("^\\p{Han}+$", yes: ["审批"], no: ["审批a", "ア", "。"]),
    Case("^\\p{Greek}+$", yes: ["αΩ"], no: ["a", "я"]),
    Case("^[\\p{Latin}\\p{Cyrillic}]+$", yes: ["aéЯ"], no: ["α", "1"]),
    Case("^\\P{Han}$", yes: ["a"], no: ["中"]),
    Case("(?i)^[\\p{Greek}]$", yes: ["µ", "Ω"], no: ["a"]),
    Case("^\\x41\\x{1F600}\\101\\0$", yes: ["A😀A\0"]),
    Case("^\\a\\f\\t\\n\\r\\v$", yes: ["\u{7}\u{C}\t\n\r\u{B}"]),
    Case("^[\\x00-\\x1f]$", yes: ["\u{1}"], no: [" "]),
    Case("^\\.\\*\\\\\\-\\/$", yes: [".*\\-/"]),
    Case("^\\Qa.b*\\E+$", yes: ["a.b*", "a.b**"], no: ["axb", "a.b"]),
    Case("^\\Q\\E$", yes: [""], no: ["a"]),
    Case("\\Qa+", yes: ["a+"], no: ["aa"]),
    Case("(?i)^\\Qk\\E$", yes: ["K", "\u{212A}"]),
    Case("^(?P<year>\\d{4})-(?<month>\\d{2})$", yes: ["2026-10"], no: ["2026-1"]),
    Case("^(?:ab)+$", yes: ["abab"], no: ["aba"]),
    Case("(?i)(?s)", yes: [""]),
    Case("a(?i)*b", yes: ["aab", "B"], no: ["a"]),
    Case("(?:(?:^).)", yes: ["a"], no: ["", "\n"]),
    Case("^.$", yes: ["é", "中", "😀"], no: ["e\u{301}", "👨‍👩‍👧"]),
    Case("é", yes: ["café"], no: ["cafe\u{301}"]),
    Case("e\u{301}", yes: ["cafe\u{301}"], no: ["café"]),
    Case("^[é-ë]$", yes: ["ê"], no: ["e"]),
    Case("^[^\\x{D000}-\\x{E000}]$", yes: ["a"], no: ["\u{D001}"]),
    Case("\r\n", yes: ["a\r\nb"], no: ["\n\r"]),
    Case("\r", yes: ["\r\n"]),
  ]

  @Test("a pattern means what RE2 documents", arguments: cases)
  func meaning(of item: Case) throws {
    let pattern = try Pattern(item.pattern)
    for text in item.yes {
      #expect(pattern.matches(text), "should match: \(text.debugDescription)")
    }
    for text in item.no { #expect(!pattern.matches(text), "should not: \(text.debugDescription)") }
  }

  @Test(
    "what RE2 refuses is refused at its place",
    arguments: [
      ("(", 0), ("a(b", 1), (")", 0), ("ab)", 2), ("*a", 0), ("a|*", 2), ("(*)", 1), ("+", 0),
      ("a**", 1), ("a+*", 1), ("a{2}{3}", 1), ("a{1000}{1000}", 1), ("a*??", 1), ("a{1001}", 1),
      ("a{1,1001}", 1), ("a{2,1}", 1), ("(a{100}){100}", 8), ("((a{10}){11}){10}", 13),
      ("(?i)(?", 4), ("[a", 0), ("é[a", 2), ("[", 0), ("[]", 0), ("[^]", 0), ("[b-a]", 1),
      ("[a-\\d]", 3), ("[[:foo:]]", 1), ("[[:ALPHA:]]", 1), ("\\", 0), ("a\\", 1), ("\\1", 0),
      ("\\8", 0), ("\\Z", 0), ("\\E", 0), ("\\C", 0), ("\\y", 0), ("\\é", 0), ("\\x", 0),
      ("\\x4", 0), ("\\x{}", 0), ("\\x{110000}", 0), ("\\x{41", 0), ("\\xg1", 0), ("\\p", 0),
      ("\\p{", 0), ("\\p{Foo}", 0), ("\\p{}", 0), ("\\p{greek}", 0), ("\\p{Cn}", 0), ("(?=a)", 0),
      ("(?!a)", 0), ("(?<=a)", 0), ("(?<!a)", 0), ("(?#a)", 0), ("(?>a)", 0), ("(?P=n)", 0),
      ("(?P<>a)", 0), ("(?P<n", 0), ("(?<n-m>a)", 0), ("(?P<n>a)(?<n>b)", 8), ("(?-)", 0),
      ("(?i-)", 0), ("(?x)", 0), ("(?i", 0), ("(?ii:a", 0), ("(?i--s)", 0), ("a\\Qb\\E**", 6),
    ])
  func refusal(pattern: String, offset: Int) throws {
    let error = try #require(throws: PatternError.self) { try Pattern(pattern) }
    #expect(error.offset == offset)
    #expect(!error.message.en.isEmpty && !error.message.zh.isEmpty)
    #expect(!error.message.en.hasSuffix(".") && !error.message.en.contains("\n"))
  }

  @Test("depth, length and size are bounded")
  func bounds() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
    }
    #expect(try Pattern(nested(250)).matches("a"))
    #expect(throws: PatternError.self) { try Pattern(nested(251)) }
    #expect(throws: PatternError.self) { try Pattern(nested(100_000)) }
    #expect(throws: PatternError.self) { try Pattern(String(repeating: "(?i)", count: 2_501)) }
    #expect(throws: PatternError.self) { try Pattern(String(repeating: "a", count: 10_000)) }
    #expect(try Pattern(String(repeating: "a", count: 9_999)).size == 10_000)
    #expect(throws: PatternError.self) { try Pattern("(a{500}b{500}){10}") }
    #expect(throws: PatternError.self) { try Pattern("(abcdefghijk){1000}") }
    #expect(throws: PatternError.self) { try Pattern("(((((a?){10}){10}){10}){10}){10}") }
    #expect(try Pattern("((a{10}){10}){10}").matches(String(repeating: "a", count: 1_000)))
    #expect(try !Pattern("((a{10}){10}){10}").matches(String(repeating: "a", count: 999)))
    #expect(try Pattern("a{1000}").stepBound(utf8Count: .max) == .max)
  }

  @Test(
    "patterns that make backtracking explode take linear time",
    arguments: [
      ("(a*)*b", "a"), ("(x+x+)+y", "x"), ("(a|a)*b", "a"), ("(a|aa)+$b", "a"),
      ("(.*)*\\d\\z", "a"), ("^(([a-z])+.)+[A-Z]([a-z])+$", "a"), ("(a?){30}a{30}b", "a"),
    ])
  func hostile(pattern: String, unit: String) throws {
    let compiled = try Pattern(pattern)
    // A backtracking matcher would need more than 2^100 steps: time need not be measured.
    #expect(!compiled.matches(String(repeating: unit, count: 20_000)))
  }

  @Test("patterns are the same when their text is the same, byte for byte")
  func equality() throws {
    #expect(try Pattern("é") == Pattern("é"))
    #expect(try Pattern("é") != Pattern("e\u{301}"))
  }
}
