import CEL
import Diagnostics
import Testing

struct TypeDeductionTests {
  let environment: Environment = {
    var environment = Environment(
      container: "com.example", libraries: [.optionals, .twoVariableComprehensions])
    environment.declare("maybe", .wrapper(.int))
    environment.declare("any", .dyn)
    environment.declare("com.example.limit", .int)
    environment.declare("limit", .string)
    environment.declare("items", .list(.map(.string, .int)))
    environment.declare(
      function: FunctionDeclaration(
        "com.example.pair", [.parameter("A"), .parameter("B")],
        returns: .abstract("pair", [.parameter("A"), .parameter("B")])
      ) { (arguments) throws(EvaluationError) in .list(arguments) })
    return environment
  }()

  @Test(
    arguments: [
      ("maybe + 1", ValueType.int), ("[maybe, 1]", .list(.wrapper(.int))),
      ("[1, maybe]", .list(.wrapper(.int))), ("[maybe, null][0]", .wrapper(.int)),
      ("true ? null : maybe", .wrapper(.int)), ("maybe == null", .bool),
      ("[duration('1s'), null][0]", .duration), ("[1, 'a']", .list(.dyn)),
      ("{'a': 1, 'b': 2.0}", .map(.string, .dyn)), ("any + 1", .int), ("any + any", .dyn),
      ("any[0].b", .dyn), ("limit", .int), (".limit", .string),
      ("items.map(i, i.total)", .list(.int)), ("items.filter(i, 'a' in i)[0]", .map(.string, .int)),
      ("items.transformMap(n, i, size(i))", .map(.int, .int)),
      ("pair(1, 'a')", .abstract("pair", [.int, .string])), ("type(1)", .type(.int)),
      ("[[], [1]]", .list(.list(.int))), ("optional.of(items).value()[0]", .map(.string, .int)),
      ("items[?0]", .optional(.map(.string, .int))), ("items[?0].total", .optional(.int)),
      ("[?items[?0]]", .list(.map(.string, .int))), ("{}", .map(.dyn, .dyn)),
    ])
  func `has the type`(_ expression: String, _ type: ValueType) throws {
    let source = SourceFile(name: "<expression>", text: expression)
    #expect(try environment.check(environment.parse(source)).type == type)
  }

  @Test(
    arguments: [
      "1 + 'a'", "1 < 2.0", "1 == 'a'", "true ? 1 : 'a'", "[1] + ['a']", "1 in ['a']", "!1", "-'a'",
      "1 && true", "'a' ? 1 : 2", "size(1)", "1.size()", "'a'.size(1)", "items.total",
      "1.all(x, true)",
      "[1].filter(x, x)", "optional.of(1).orValue('a')", "[?1]", "unknown", "pair(1)",
      "any.unknown()", "has(limit.x)",
    ])
  func `is refused`(_ expression: String) {
    #expect(codes(expression, environment).count == 1)
  }

  @Test func `without checking, types show when the expression runs`() throws {
    let parsed = try environment.parse(
      SourceFile(name: "<expression>", text: "'a' && false || unknown(1) || 1 + 'a' == 2"))
    let program = try environment.compile(parsed, checkingTypes: false)
    #expect(program.resultType == .dyn)
    #expect(throws: EvaluationError.self) { try program.evaluate(Inputs(environment)) }
  }

  @Test func `without macros they are ordinary calls`() throws {
    let parsed = try environment.parse(
      SourceFile(name: "<expression>", text: "[1].all(x, true)"), macros: false)
    do {
      _ = try environment.compile(parsed)
      Issue.record("accepted")
    } catch {
      #expect(error.diagnostics.map(\.code).contains("cel.unknown-name"))
    }
  }
}
