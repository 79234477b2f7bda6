import CEL
import Diagnostics
import Testing

/// An explanation evaluates each operand by itself, an evaluation takes shortcuts; both must end alike, at any budget.
struct SameCostTests {
  @Test(
    arguments: [
      #"a == "cost" && !(b == c)"#, #"a in ["A", "B", "cost"]"#,
      #"b in ["x", "a longer text than fits"]"#,
      #"b == c || b != "a text that is longer than sixteen bytes""#,
      #"[1, 2, 3].all(x, b == c && a in ["cost"])"#, "b < c && a > 'b'",
    ])
  func `explaining ends as evaluating does`(_ expression: String) throws {
    let long = "a text that is longer than sixteen bytes"
    for budget in 0..<80 {
      var limits = Limits.standard
      limits.budget = budget
      var environment = Environment(limits: limits)
      for name in ["a", "b", "c"] { environment.declare(name, .string) }
      let program = try environment.compile(
        SourceFile(name: "<expression>", text: expression))
      let inputs = inputs(
        environment, ["a": "cost", "b": .string(long), "c": .string(String(long.reversed()))])
      let evaluated = Result { () throws(EvaluationError) in try program.evaluate(inputs) }
      #expect(program.explain(inputs).result == evaluated, "at a budget of \(budget)")
    }
  }
}
