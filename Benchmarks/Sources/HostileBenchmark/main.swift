import CEL
import Diagnostics
import Glibc
import Measuring

/// Runs one hostile expression, named by the first argument, and prints what it took.
///
/// Without an argument: the names of all. Each runs in a process of its own, so that the peak of
/// memory is its own; `overhead` is an expression that does nothing.
struct Outcome {
  var result: String
  /// To compile and evaluate.
  var seconds = 0.0
  /// To evaluate with all steps kept; 0 for what does not compile.
  var explaining = 0.0
}

func run(_ attack: Attack) throws -> Outcome {
  var environment = Environment(
    profile: attack.profile, libraries: attack.profile == .standard ? Set(Library.allCases) : [])
  let list = environment.declare("l", .list(.int))
  let text = environment.declare("s", .string)
  var inputs = Inputs(environment)
  inputs[list] = .value(.list((0..<1_000).map { .int($0) }))
  inputs[text] = .value(.string(String(repeating: "ab ", count: 10_000)))
  let source = SourceFile(name: attack.name, text: attack.source)
  // The tables of functions are made once a process and are no part of an attack.
  _ = try environment.compile(SourceFile(name: "warm-up", text: "true"))
  var outcome = Outcome(result: "")
  let start = Measurement.processorSeconds()
  do throws(DiagnosticReport) {
    let program = try environment.compile(source)
    do throws(EvaluationError) {
      _ = try program.evaluate(inputs)
      outcome.result = "a value"
    } catch {
      outcome.result = "evaluation refused: \(error.code.rawValue)"
    }
    outcome.seconds = Measurement.processorSeconds() - start
    let again = Measurement.processorSeconds()
    _ = program.explain(inputs)
    outcome.explaining = Measurement.processorSeconds() - again
  } catch {
    outcome.result = "compilation refused: \(error.diagnostics.first?.code ?? "")"
    outcome.seconds = Measurement.processorSeconds() - start
  }
  return outcome
}

let attacks = Attack.all
if CommandLine.arguments.count < 2 {
  for attack in attacks { print(attack.name) }
} else if let attack = attacks.first(where: { $0.name == CommandLine.arguments[1] }) {
  do {
    let outcome = try run(attack)
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    print(
      """
      {"name": "\(attack.name)", "milliseconds": \(outcome.seconds * 1_000), \
      "explaining": \(outcome.explaining * 1_000), "megabytes": \(Double(usage.ru_maxrss) / 1_024), "result": "\(outcome.result)"}
      """)
  } catch {
    print("benchmark failed: \(error)")
    exit(1)
  }
} else {
  print("unknown attack")
  exit(64)
}
