import CEL
import Diagnostics

/// Compiles, evaluates and explains what the input's text says.
///
/// The first byte chooses the profile: even is the standard one with all libraries, odd the policy
/// profile. Nothing may trap; places must lie within the text; evaluating twice and explaining must
/// give the same result.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCEL(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let scene = bytes[0] & 1 == 0 ? standard : policy
  let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
  let source = SourceFile(name: "<fuzz>", text: text)
  let length = text.utf8.count
  let program: Program
  do {
    program = try scene.environment.compile(source)
  } catch {
    precondition(error.hasErrors, "refused without an error")
    for diagnostic in error.diagnostics {
      guard let span = diagnostic.span else { continue }
      precondition(span.range.upperBound <= length, "a diagnostic points outside the text")
    }
    for language in Language.allCases {
      precondition(!DiagnosticRenderer(language: language).render(error).isEmpty)
    }
    return 0
  }
  check(program.tree, within: 0..<length)
  for inputs in scene.inputs {
    let first = Outcome(of: program, inputs)
    precondition(first == Outcome(of: program, inputs), "two evaluations differ")
    let explanation = program.explain(inputs)
    precondition(Outcome(explanation.result) == first, "explaining gives another result")
    if case .failure(let error) = explanation.result {
      precondition(error.range.upperBound <= length, "an error points outside the text")
    }
    for step in explanation.steps {
      precondition(step.range.upperBound <= length, "a step points outside the text")
    }
  }
  return 0
}

/// A result, of an error only its code.
private enum Outcome: Equatable {
  case value(Value)
  case error(EvaluationError.Code)

  init(_ result: Result<Value, EvaluationError>) {
    switch result {
    case .success(let value): self = .value(value)
    case .failure(let error): self = .error(error.code)
    }
  }

  init(of program: Program, _ inputs: Inputs) {
    do throws(EvaluationError) {
      self = .value(try program.evaluate(inputs))
    } catch {
      self = .error(error.code)
    }
  }
}

private func check(_ node: CheckedExpression, within outer: Range<Int>) {
  precondition(
    node.range.lowerBound >= 0 && node.range.upperBound <= outer.upperBound,
    "a node lies outside the text")
  for child in node.children { check(child, within: outer) }
}

/// An environment and the inputs that every expression is evaluated with.
private struct Scene: Sendable {
  var environment: Environment
  var inputs: [Inputs] = []

  init(_ profile: Environment.Profile, _ variables: [(String, ValueType, Value)]) {
    environment = Environment(
      profile: profile, libraries: Set(Library.allCases), timeZones: zones)
    let slots = variables.map { environment.declare($0.0, $0.1) }
    let unset = Inputs(environment)
    var filled = unset
    for (slot, variable) in zip(slots, variables) { filled[slot] = .value(variable.2) }
    inputs = [filled, unset]
  }
}

private let zones = TimeZoneRules { name, seconds in
  // A zone that changes its offset, so that accessors see both.
  name == "Some/Where" ? (seconds / 15_000_000 % 2 == 0 ? 3_600 : 7_200) : nil
}

private let standard = Scene(
  .standard,
  [
    ("x", .dyn, .int(7)), ("y", .dyn, .string("why")), ("i", .int, .int(-3)),
    ("u", .uint, .uint(3)), ("d", .double, .double(0.5)), ("s", .string, .string("text é 😀")),
    ("b", .bytes, .bytes([0, 255])), ("l", .list(.int), .list([1, 2, 3])),
    ("a.b.c", .string, .string("dotted")), ("ok", .bool, .bool(true)),
    ("n", .null, .null),
  ])

private let policy = Scene(
  .policy,
  [
    ("request.budget", .decimal, .decimal(Decimal(1_050_000))),
    ("original.budget", .decimal, .decimal(Decimal(1_000_000))),
    ("request.finish", .date, date("2026-10-01")),
    ("original.finish", .date, date("2026-07-01")), ("request.kind", .string, .string("cost")),
    ("project.level", .choice(ChoiceType(name: "level", cases: ["A", "B"])), .string("A")),
    ("ok", .bool, .bool(true)), ("i", .int, .int(5)), ("l", .list(.string), .list(["a", "b"])),
    ("overrun", .decimal, .ratio(Ratio(1, over: 3) ?? .zero)),
  ])

private func date(_ text: String) -> Value {
  CivilDate(text).map(Value.date) ?? .null
}
