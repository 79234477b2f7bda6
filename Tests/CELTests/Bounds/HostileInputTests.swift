import CEL
import Diagnostics
import Testing

/// Expressions made to exhaust time or memory. A bound ends each of them, never the clock: what the bounds let through is
/// measured in release builds.
struct HostileInputTests {
  /// `end` is the code of the first thing reported: `cel.limit` before anything runs, `budget` and `too-large` while it does.
  static let shapes: [(name: String, end: String, text: String)] = [
    ("parentheses", "cel.limit", String(repeating: "(", count: 50_000)),
    ("brackets", "cel.limit", String(repeating: "[", count: 50_000)),
    ("braces", "cel.limit", String(repeating: "{", count: 50_000)),
    ("nots", "cel.limit", String(repeating: "!", count: 90_000) + "true"),
    ("minuses", "cel.limit", String(repeating: "-", count: 90_000) + "1"),
    ("sums", "cel.limit", "1" + String(repeating: "+1", count: 40_000)),
    ("selections", "cel.limit", "a" + String(repeating: ".a", count: 40_000)),
    ("indexes", "cel.limit", "a" + String(repeating: "[0]", count: 30_000)),
    ("ternaries", "cel.limit", String(repeating: "true?1:", count: 10_000) + "1"),
    ("calls", "cel.limit", String(repeating: "f(", count: 40_000)),
    ("too long", "cel.limit", String(repeating: " ", count: 200_000) + "1"),
    ("too many nodes", "cel.limit", "[" + String(repeating: "1,", count: 20_000) + "1]"),
    (
      "nested macros", "cel.limit",
      "size(" + nest(12) { "[0,1,2,3,4,5,6,7,8,9].map(x\($0), \($1))" } + ") > 0"
    ),
    (
      "macros over long lists", "cel.limit",
      "cel.bind(l, [\(ones(100))], l.all(a, l.all(b, l.all(c, l.all(d, a + b + c + d > 0)))))"
    ),
    (
      "doubling text", "cel.limit",
      doubling("'\(String(repeating: "a", count: 100))'") { "\($0) + \($0)" }
    ),
    ("doubling lists", "cel.limit", doubling("[1, 2, 3, 4]") { "\($0) + \($0)" }),
    ("sharing lists", "too-large", doubling("[1, 2]") { "[\($0), \($0)]" }),
    (
      "comparing shared lists", "budget",
      doubling("[1, 2]", last: { "\($0) == \($0)" }, by: { "[\($0), \($0)]" })
    ),
    ("types that share", "too-large", doubling("1") { "{1: {2: \($0)}, 3: {4: \($0)}}" }),
    (
      "types by unknowns", "cel.limit",
      doubling(
        "1", last: { "[\($0)]" }, by: { "[{}].map(m, m[\($0)] == \($0) ? m : m)[0]" })
    ),
    (
      "expensive patterns", "budget",
      (0..<2_000).map { "'a'.matches('(a{0,30}){0,30}\($0)')" }.joined(separator: "||")
    ),
    (
      "patterns made at run time", "budget",
      "[\(ones(1_000))].all(x, ('a' + string(x)).matches('(a{0,30}){0,30}' + string(x)))"
    ),
    (
      "patterns over long text", "budget",
      doubling(
        "'aaaaaaaaaaaaaaaa'", count: 15,
        last: { "[1,2,3,4,5,6,7,8].all(i, !\($0).matches('(x+x+)+y|(a|aa)+$b'))" },
        by: { "\($0) + \($0)" })
    ),
    (
      "formatting", "budget",
      "'%s'.format([[\(ones(4_000))].map(x, '%.900f'.format([1e308 + double(x)]))])"
    ),
    (
      "unknown names", "cel.unknown-name",
      (0..<2_000).map { "unknown\($0).field\($0)" }.joined(separator: " || ")
    ),
  ]

  @Test(arguments: shapes.map(\.name))
  func `a hostile expression ends in an error`(_ name: String) throws {
    let (_, expected, text) = try #require(Self.shapes.first { $0.name == name })
    let environment = Environment(libraries: Set(Library.allCases))
    var end = "a value"
    do {
      _ = try evaluate(text, environment)
    } catch let report as DiagnosticReport {
      end = report.diagnostics.first?.code ?? ""
    } catch let error as EvaluationError {
      end = error.code.rawValue
    }
    #expect(end == expected)
  }

  @Test func `the budget cannot be absorbed`() throws {
    var limits = Limits.standard
    limits.budget = 1_000
    let environment = Environment(libraries: [.bindings], limits: limits)
    let list = "[\(Self.ones(60))]"
    let error = try evaluationError(
      "cel.bind(l, \(list), l.all(a, l.all(b, a == b)) || true)", environment)
    #expect(error?.code == .budget)
  }

  @Test func `a value may not grow beyond its bound`() throws {
    var limits = Limits.standard
    limits.valueSize = 50
    let environment = Environment(limits: limits)
    let list = "[\(Self.ones(30))]"
    #expect(try evaluationError("size(\(list) + \(list))", environment)?.code == .tooLarge)
    #expect(try evaluationError("[\(list), \(list)]", environment)?.code == .tooLarge)
    #expect(try evaluate("size(\(list))", environment) == 30)
  }

  @Test func `what may cost too much is refused before it runs`() {
    var environment = Environment()
    for name in ["a", "b", "c", "d", "e"] { environment.declare(name, .list(.int)) }
    #expect(
      codes(
        "a.all(v, b.all(w, c.all(x, d.all(y, e.all(z, v + w + x + y + z > 0)))))", environment)
        == ["cel.limit"])
    #expect(codes("a.all(v, b.exists(w, v == w))", environment) == [])
  }

  @Test func `the work of two macros within each other multiplies`() throws {
    var environment = Environment()
    environment.declare("a", .list(.int))
    func cost(_ text: String) throws -> Int {
      try environment.compile(SourceFile(name: "<expression>", text: text)).worstCaseCost
    }
    let once = try cost("a.all(x, x > 0)")
    let twice = try cost("a.all(x, a.all(y, x > y))")
    #expect(twice > once * Limits.standard.assumedInputSize / 2)
  }

  @Test func `an explanation is bounded`() throws {
    var limits = Limits.standard
    limits.explanationSteps = 10
    let environment = Environment(limits: limits)
    let program = try environment.compile(
      SourceFile(name: "<expression>", text: "[1, 2, 3, 4, 5, 6, 7].all(x, x > 0)"))
    let explanation = program.explain(Inputs(environment))
    #expect(explanation.steps.count == 10)
    #expect(explanation.isTruncated)
    #expect(try explanation.result.get() == true)
  }

  // MARK: - Shapes

  static func ones(_ count: Int) -> String {
    Array(repeating: "1", count: count).joined(separator: ",")
  }

  /// `build` around itself, as many times as `depth`; what is innermost comes after.
  static func nest(_ depth: Int, _ build: (Int, String) -> String) -> String {
    (0..<depth).reduce("1") { build($1, $0) }
  }

  /// A chain of bindings, each made of the one before, which makes it twice as large.
  static func doubling(
    _ first: String, count: Int = 45, last: (String) -> String = { $0 },
    by build: (String) -> String
  ) -> String {
    var text = "cel.bind(x0, \(first), "
    for index in 1..<count { text += "cel.bind(x\(index), \(build("x\(index - 1)")), " }
    return text + last("x\(count - 1)") + String(repeating: ")", count: count)
  }
}
