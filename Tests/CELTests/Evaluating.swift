import CEL
import Diagnostics

/// The value of an expression in the standard profile with all of CEL's libraries.
func evaluate(_ text: String, _ bindings: [String: Value] = [:]) throws -> Value {
  var environment = Environment(libraries: Set(Library.allCases).subtracting([.decimals, .dates]))
  for name in bindings.keys.sorted() { environment.declare(name, .dyn) }
  return try evaluate(text, environment, bindings)
}

func evaluate(
  _ text: String, _ environment: Environment, _ bindings: [String: Value] = [:]
) throws -> Value {
  try environment.compile(SourceFile(name: "<expression>", text: text))
    .evaluate(inputs(environment, bindings))
}

/// The error that evaluating ends in; nil when there is a value.
func evaluationError(
  _ text: String, _ environment: Environment? = nil, _ bindings: [String: Value] = [:]
) throws -> EvaluationError? {
  do {
    _ = try environment.map { try evaluate(text, $0, bindings) } ?? evaluate(text, bindings)
    return nil
  } catch let error as EvaluationError {
    return error
  }
}

/// What compiling reports, as it is shown; empty when there is nothing to report.
func complaints(_ text: String, _ environment: Environment) -> String {
  do {
    _ = try environment.compile(SourceFile(name: "<expression>", text: text))
    return ""
  } catch {
    return DiagnosticRenderer(language: .english).render(error)
  }
}

/// The codes of what compiling reports.
func codes(_ text: String, _ environment: Environment) -> [String] {
  do {
    _ = try environment.compile(SourceFile(name: "<expression>", text: text))
    return []
  } catch {
    return error.diagnostics.map(\.code)
  }
}

func inputs(_ environment: Environment, _ bindings: [String: Value]) -> Inputs {
  var inputs = Inputs(environment)
  for (name, value) in bindings {
    if let slot = environment.slot(name) { inputs[slot] = .value(value) }
  }
  return inputs
}
