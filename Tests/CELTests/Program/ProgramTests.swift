import CEL
import Diagnostics
import Testing

struct ProgramTests {
  @Test func `an error has the place of the sub-expression that failed`() throws {
    let text = "1 + 2 == 3 && {'a': 1}['b'] > 0"
    let error = try #require(try evaluationError(text))
    #expect(error.code == .noSuchKey)
    #expect(String(decoding: Array(text.utf8)[error.range], as: UTF8.self) == "{'a': 1}['b']")
  }

  @Test func `an unset variable is an error that names it, at its place`() throws {
    var environment = Environment()
    environment.declare("request.kind", .string)
    let error = try #require(try evaluationError("true && request.kind == 'cost'", environment))
    #expect(error.code == .notSet)
    #expect(error.message.en == "`request.kind` is not set")
    #expect(error.range == 8..<20)
    #expect(try evaluate("request.kind == 'cost' || true", environment) == true)
    #expect(try evaluate("has(request.kind)", environment) == false)
  }

  @Test func `a slot may hold an error, which is absorbed like any other`() throws {
    var environment = Environment()
    let slot = environment.declare("overrun", .int)
    let program = try environment.compile(
      SourceFile(name: "<expression>", text: "overrun > 1 || true"))
    var inputs = Inputs(environment)
    inputs[slot] = .error(
      EvaluationError(
        .divisionByZero, Bilingual("division by zero", zh: "除数为零"), range: 100..<120))
    #expect(try program.evaluate(inputs) == true)
    // Where the measure failed is a place in another text.
    let alone = try environment.compile(SourceFile(name: "<expression>", text: "1 < overrun"))
    let error = #expect(throws: EvaluationError.self) { try alone.evaluate(inputs) }
    #expect(error?.range == 4..<11)
    let explanation = program.explain(inputs)
    #expect(explanation.absorbedErrors.map(\.code).contains(.divisionByZero))
  }

  @Test func `an explanation shows each step and the errors that did not come through`() throws {
    let environment = Environment()
    let text = "1 / 0 > 1 || 2 > 1"
    let program = try environment.compile(SourceFile(name: "<expression>", text: text))
    let explanation = program.explain(Inputs(environment))
    #expect(try explanation.result.get() == true)
    let steps = explanation.steps.map { step in
      let place = String(decoding: Array(text.utf8)[step.range], as: UTF8.self)
      let result =
        switch step.result {
        case .success(let value): "\(value)"
        case .failure(let error): error.code.rawValue
        }
      return "\(place) = \(result)\(step.isAbsorbed ? ", absorbed" : "")"
    }
    #expect(
      steps == [
        "1 = int(1)", "0 = int(0)", "1 / 0 = division-by-zero",
        "1 / 0 > 1 = division-by-zero, absorbed", "2 = int(2)", "1 = int(1)", "2 > 1 = bool(true)",
        "\(text) = bool(true)",
      ])
  }

  @Test func `an explanation agrees with the evaluation`() throws {
    for text in ["[1, 2].all(x, x > 0)", "[0, 1].exists(x, 1 / x > 0)", "1 / 0", "has({}.a)"] {
      let environment = Environment()
      let program = try environment.compile(SourceFile(name: "<expression>", text: text))
      let explained = program.explain(Inputs(environment)).result
      let evaluated = Result { () throws(EvaluationError) in
        try program.evaluate(Inputs(environment))
      }
      #expect(explained == evaluated)
    }
  }

  @Test func `functions of the host are chosen by the types of their arguments`() throws {
    var environment = Environment()
    environment.declare(
      function: FunctionDeclaration(
        "twice",
        [
          .init([.int], returns: .int) { (arguments) throws(EvaluationError) in
            guard case .int(let number) = arguments[0] else { return .null }
            return .int(number * 2)
          },
          .init([.string], returns: .string, isMember: true) {
            (arguments) throws(EvaluationError) in
            guard case .string(let text) = arguments[0] else { return .null }
            return .string(text + text)
          },
        ]))
    environment.declare(
      function: FunctionDeclaration("size", [.int], returns: .int) {
        (arguments) throws(EvaluationError) in
        throw EvaluationError(.function, Bilingual("an int has no size", zh: "整数没有大小"))
      })
    #expect(try evaluate("twice(21)", environment) == 42)
    #expect(try evaluate("'ab'.twice()", environment) == "abab")
    #expect(try evaluate("size('abc')", environment) == 3)
    #expect(codes("twice('a')", environment) == ["cel.no-overload"])
    let error = try #require(try evaluationError("1 + size(5)", environment))
    #expect(error.message.en == "an int has no size")
    #expect(error.range == 4..<11)
  }

  @Test func `a program tells the slots it reads and its type`() throws {
    var environment = Environment()
    let a = environment.declare("a", .int)
    environment.declare("b", .int)
    let c = environment.declare("c", .int)
    let program = try environment.compile(SourceFile(name: "<expression>", text: "c + a * c"))
    #expect(program.slots == [c, a])
    #expect(program.resultType == .int)
  }

  @Test func `inputs made before a later declaration still serve`() throws {
    var environment = Environment()
    environment.declare("a", .int)
    let inputs = Inputs(environment)
    environment.declare("b", .int)
    let program = try environment.compile(SourceFile(name: "<expression>", text: "b == 1 || true"))
    #expect(try program.evaluate(inputs) == true)
  }

  @Test func `the tree of a program can be walked`() throws {
    var environment = Environment(profile: .policy)
    let budget = environment.declare("request.budget", .decimal)
    let program = try environment.compile(
      SourceFile(name: "<expression>", text: "request.budget > 10 && true"))
    guard case .call("_&&_", let operands) = program.tree.kind,
      case .call("_>_", let sides) = operands[0].kind
    else {
      Issue.record("\(program.tree)")
      return
    }
    #expect(sides[0].kind == .slot(budget, name: "request.budget"))
    #expect(sides[1].kind == .literal(.decimal(Decimal(10))))
    #expect(sides[1].type == .decimal)
    #expect(sides[1].range == 17..<19)
  }

  @Test func `a bound value is evaluated once, and only when it is read`() throws {
    #expect(try evaluate("cel.bind(x, 1 / 0, true)") == true)
    #expect(try evaluate("cel.bind(x, [1, 2], x.map(y, y + size(x)))") == [3, 4])
    #expect(try evaluationError("cel.bind(x, 1 / 0, x == 1)")?.code == .divisionByZero)
    // `x` is first read amid the turns over `z`, which its own macros must leave alone.
    #expect(
      try evaluate(
        "cel.bind(x, [1, 2].map(y, [3].map(w, y + w)), [10, 20].map(z, size(x) + z))")
        == [12, 22])
  }

  @Test func `each library has to be asked for`() {
    let bare = Environment()
    #expect(codes("'a'.charAt(0) == 'a'", bare) == ["cel.unknown-function"])
    #expect(codes("optional.of(1).hasValue()", bare) == ["cel.unknown-name"])
    #expect(codes("[?1]", bare) == ["cel.no-optionals"])
    #expect(codes("[1].all(i, v, v > 0)", bare).contains("cel.unknown-function"))
  }
}
