import CEL

/// An expression made to take time, memory or stack.
struct Attack {
  let name: String
  let source: String
  var profile = Environment.Profile.standard

  /// Every shape that an attack on the language is known to take.
  static let all: [Attack] =
    syntax + chains + loops + texts + patterns + values + conversions

  private static func times(_ text: String, _ count: Int) -> String {
    String(repeating: text, count: count)
  }

  private static func nested(_ open: String, _ inner: String, _ close: String, _ depth: Int)
    -> String
  {
    times(open, depth) + inner + times(close, depth)
  }

  private static let syntax = [
    Attack(name: "overhead", source: "true"),
    Attack(name: "parentheses", source: nested("(", "1", ")", 50_000)),
    Attack(name: "open-parentheses", source: times("(", 100_000)),
    Attack(name: "open-brackets", source: times("[", 100_000)),
    Attack(name: "open-braces", source: times("{1:", 33_000)),
    Attack(name: "negations", source: times("!", 99_990) + "true"),
    Attack(name: "minuses", source: times("-", 99_990) + "1"),
    Attack(name: "ternaries", source: times("true ? 1 : ", 9_000) + "1"),
    Attack(name: "ternaries-inside", source: nested("true ? ", "1", " : 2", 9_000)),
    Attack(name: "members", source: "s" + times(".a", 49_000)),
    Attack(name: "indexes", source: "l" + times("[0]", 33_000)),
    Attack(name: "calls", source: nested("size(", "s", ")", 14_000)),
    Attack(name: "member-calls", source: "s" + times(".trim()", 14_000)),
    Attack(name: "unterminated-text", source: "'" + times("a", 99_000)),
    Attack(name: "triple-quotes", source: "'''" + times("''\\'", 24_000)),
    Attack(name: "escapes", source: "'" + times("\\U0001F600", 9_900) + "'"),
    Attack(name: "digits", source: times("9", 99_000)),
    Attack(name: "fraction-digits", source: "0." + times("9", 99_000)),
    Attack(name: "exponent", source: "1e" + times("9", 99_000)),
    Attack(name: "comments", source: times("//\n", 33_000) + "1"),
    Attack(name: "blanks", source: times(" ", 99_000) + "1"),
    Attack(name: "nonsense", source: times("@#", 50_000)),
    Attack(name: "unknown-names", source: (0..<4_900).map { "x\($0)" }.joined(separator: " + ")),
    Attack(
      name: "unknown-functions",
      source: (0..<2_400).map { "matchesss(\($0))" }.joined(separator: " + ")
    ),
    Attack(
      name: "unknown-members",
      source: (0..<2_400).map { "s.indexOff(\($0))" }.joined(separator: " + ")),
    Attack(name: "near-names", source: times("ll + ", 19_000) + "l"),
    Attack(name: "long-name", source: times("x", 99_000)),
    Attack(name: "type-errors", source: times("1 + true == 'a' || ", 5_000) + "true"),
    Attack(name: "too-long", source: times("1 + ", 1_000_000) + "1"),
  ]

  private static let chains = [
    Attack(name: "and-chain", source: times("true && ", 4_900) + "true"),
    Attack(name: "or-chain", source: times("false||", 4_900) + "false"),
    Attack(name: "plus-chain", source: times("1+", 4_900) + "1"),
    Attack(name: "mixed-chain", source: times("true && false || ", 2_400) + "true"),
    Attack(name: "literal-list", source: "[" + times("1,", 9_900) + "1]"),
    Attack(name: "list-of-lists", source: "[" + times("[],", 9_900) + "[]]"),
    Attack(
      name: "literal-map",
      source: "{" + (0..<4_900).map { "\($0): 1" }.joined(separator: ",") + "}"),
    Attack(
      name: "mixed-types", source: "[" + times("1,'a',2.0,true,null,[1],{1:2},", 600) + "1]"),
    Attack(
      name: "nested-types", source: nested("[", "1", "]", 95) + " == " + nested("[", "'a'", "]", 95)
    ),
    Attack(name: "in-long-list", source: "l.all(x, x in [" + times("1,", 9_000) + "1])"),
    Attack(
      name: "equal-lists", source: "l.map(x, l).map(y, l.map(x, l) == l.map(x, l)).size() > 0"),
  ]

  private static let loops: [Attack] = [
    Attack(name: "all-4", source: "l.all(a, l.all(b, l.all(c, l.all(d, a + b + c + d >= 0))))"),
    Attack(name: "map-3", source: "l.map(a, l.map(b, l.map(c, c)))"),
    Attack(name: "map-2", source: "l.map(a, l.map(b, b))"),
    Attack(name: "filter-map", source: "l.filter(a, l.exists(b, l.exists(c, c > 2000)))"),
    Attack(name: "exists-one", source: "l.exists_one(a, l.exists_one(b, a == b))"),
    Attack(
      name: "map-deep",
      source: nested("[1,2,3,4,5,6,7,8,9].map(x, ", "x", ")", 20)),
    Attack(
      name: "doubling-list",
      source: nested("cel.bind(x, ", "[1]", ", x + x)", 40)),
    Attack(
      name: "sharing-list",
      source: nested("cel.bind(x, ", "[1]", ", [x, x])", 45) + ".size() == 2"),
    Attack(
      name: "sharing-compared",
      source: nested("cel.bind(x, ", "[1]", ", [x, x])", 45) + " == "
        + nested("cel.bind(x, ", "[1]", ", [x, x])", 45)),
    Attack(
      name: "sharing-key",
      source: "'%s'.format([" + nested("cel.bind(x, ", "[1]", ", [x, x])", 45) + "])"
    ),
    Attack(name: "transform-map", source: "l.transformMap(i, v, l.transformMap(j, w, w))"),
    Attack(
      name: "transform-entries", source: "l.transformMapEntry(i, v, {string(v): l}).size()"),
    Attack(
      name: "absorbed-errors", source: "l.all(a, l.all(b, 1 / 0 == 1))"),
    Attack(
      name: "decimals", source: "l.all(a, l.all(b, decimal(a + 1) / decimal(b + 7) >= 0.0))",
      profile: .policy),
    Attack(
      name: "fractions-growing",
      source: nested("cel.bind(x, ", "1.1", ", x * x / 7.0)", 45) + " > 0.0", profile: .policy),
  ]

  private static let texts: [Attack] = [
    Attack(name: "doubling-text", source: nested("cel.bind(x, ", "'ab'", ", x + x)", 40)),
    Attack(
      name: "doubling-bytes", source: nested("cel.bind(x, ", "b'ab'", ", x + x)", 40)),
    Attack(name: "doubling-in-loop", source: "l.map(x, s + s + s).map(y, y + y).size()"),
    Attack(name: "replace-grows", source: "s.replace('a', s).replace('a', s)"),
    Attack(name: "replace-nothing", source: "s.replace('', s)"),
    Attack(name: "replace-chain", source: "'aaaaaaaa'" + times(".replace('a','aaaaaaaa')", 50)),
    Attack(name: "join-grows", source: "l.map(x, s).join(s)"),
    Attack(name: "split-each", source: "l.map(x, s.split('')).size()"),
    Attack(name: "split-blanks", source: "l.map(x, s.split(' ')).size()"),
    Attack(
      name: "index-loop", source: "l.all(x, s.indexOf('zzz') == -1 && s.lastIndexOf('zz') == -1)"),
    Attack(name: "char-at-loop", source: "l.all(x, s.charAt(29000) != '')"),
    Attack(name: "substring-loop", source: "l.all(x, s.substring(1) != s)"),
    Attack(name: "contains-periodic", source: "l.all(x, !s.contains(s.substring(1) + 'c'))"),
    Attack(name: "reverse-loop", source: "l.map(x, s.reverse()).size()"),
    Attack(name: "quote-loop", source: "l.map(x, strings.quote(s)).size()"),
    Attack(name: "case-loop", source: "l.map(x, s.upperAscii().lowerAscii().trim()).size()"),
    Attack(name: "format-width", source: "l.map(x, '%.1000f'.format([1e308])).size()"),
    Attack(name: "format-small", source: "l.map(x, '%.1000e'.format([5e-324])).size()"),
    Attack(name: "format-many", source: "'\(times("%s", 4_000))'.format(l.map(x, s))"),
    Attack(name: "format-hex", source: "l.map(x, '%x'.format([s])).size()"),
    Attack(name: "compare-loop", source: "l.all(x, s + 'a' < s + 'b')"),
    Attack(name: "size-loop", source: "l.all(x, l.all(y, size(s) > 0))"),
    Attack(name: "base64-loop", source: "l.map(x, base64.encode(bytes(s))).size()"),
  ]

  private static let patterns: [Attack] = [
    Attack(name: "pattern-nested-star", source: "s.matches('(a*)*b(a*)*c(a*)*$z')"),
    Attack(name: "pattern-plus", source: "s.matches('(x+x+)+y')"),
    Attack(name: "pattern-counted", source: "s.matches('(?:a?){999}(?:b?){999}(?:.?){999}z')"),
    Attack(name: "pattern-largest", source: "s.matches('\(times("a?", 4_900))z')"),
    Attack(name: "pattern-too-large", source: "s.matches('(((a{10}){10}){10}b{999}){99}')"),
    Attack(
      name: "pattern-folded", source: "s.matches('\(times("(?i)[\\\\pL\\\\pN-\\u{1E943}]", 450))')"),
    Attack(name: "pattern-scripts", source: "s.matches(r'\(times(#"(?i)\p{Latin}"#, 700))')"),
    Attack(
      name: "pattern-made-in-loop",
      source: "l.map(x, s.matches('(a|b|c|d){' + string(x) + '}')).size()"),
    Attack(
      name: "pattern-compiled-in-loop",
      source: "l.map(x, 'a'.matches(r'\(times(#"(?i)\p{Latin}"#, 100))' + string(x))).size()"),
    Attack(
      name: "pattern-depth", source: "s.matches('\(nested("(", "a", ")", 4_000))')"),
  ]

  private static let values: [Attack] = [
    Attack(
      name: "map-keys", source: "l.transformMapEntry(i, v, {string(v) + s: 1}).size()"),
    Attack(name: "same-keys", source: "l.transformMapEntry(i, v, {'k': 1}).size()"),
    Attack(name: "map-equality", source: "l.all(x, {1: s, 2: s} == {1: s, 2: s})"),
    Attack(name: "list-plus", source: "l.map(x, l + l + l).size()"),
    Attack(name: "in-map", source: "l.all(x, s in {s: 1})"),
    Attack(name: "optional-deep", source: nested("optional.of(", "1", ")", 95)),
    Attack(
      name: "optional-loop", source: "l.map(x, optional.of(l).optMap(y, y + y)).size()"),
    Attack(name: "greatest", source: "l.all(x, math.greatest(l) > 0 && math.least(l) == 0)"),
  ]

  private static let conversions: [Attack] = [
    Attack(name: "int-of-text", source: "int('\(times("9", 90_000))')"),
    Attack(name: "double-of-text", source: "double('0.\(times("3", 90_000))')"),
    Attack(name: "double-in-loop", source: "l.all(x, double('0.\(times("3", 10_000))') > 0.0)"),
    Attack(name: "timestamp-of-text", source: "l.all(x, timestamp(s) == timestamp(s) || true)"),
    Attack(
      name: "timestamp-fraction",
      source: "l.all(x, timestamp('2026-10-01T00:00:00.\(times("1", 9_000))Z') > timestamp(0))"),
    Attack(
      name: "duration-of-text",
      source: "l.all(x, duration('\(times("1ns", 9_000))') > duration('0s'))"),
    Attack(name: "bytes-of-text", source: "l.map(x, string(bytes(s))).size()"),
    Attack(
      name: "decimal-of-text", source: "l.all(x, decimal('\(times("0", 9_000))1') > 0.0)",
      profile: .policy),
    Attack(
      name: "text-of-decimal", source: "l.all(x, l.all(y, string(decimal(x) / 7.0) != ''))",
      profile: .policy),
  ]
}
