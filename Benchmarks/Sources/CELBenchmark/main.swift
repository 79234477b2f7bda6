import CEL
import Diagnostics
import Glibc
import Measuring

/// The condition that is measured; the same text stands in `suites/cel.py` for the other side.
let condition = """
  request.kind == "cost" && request.delta_ratio > 0.10 && project.level in ["A","B"] \
  && !(actor.id == request.submitter)
  """

struct Row {
  let kind: String
  let deltaRatio: String
  let submitter: String
  let level: String
  let actor: String
  let answer: Bool
}

/// The four inputs, each decided by another part of the condition.
let rows = [
  Row(kind: "cost", deltaRatio: "0.25", submitter: "ana", level: "A", actor: "bo", answer: true),
  Row(kind: "cost", deltaRatio: "0.05", submitter: "ana", level: "A", actor: "bo", answer: false),
  Row(kind: "cost", deltaRatio: "0.25", submitter: "ana", level: "C", actor: "bo", answer: false),
  Row(kind: "cost", deltaRatio: "0.25", submitter: "ana", level: "B", actor: "ana", answer: false),
]

struct Wrong: Error {
  let text: String
}

/// The compiled condition and the four inputs in one profile: decimals in policies, else doubles.
struct Prepared {
  var environment: Environment
  let program: Program
  let inputs: [Inputs]
  let source = SourceFile(name: "<benchmark>", text: condition)

  init(_ profile: Environment.Profile) throws {
    environment = Environment(profile: profile)
    let kind = environment.declare("request.kind", .string)
    let ratio = environment.declare(
      "request.delta_ratio", profile == .policy ? .decimal : .double)
    let submitter = environment.declare("request.submitter", .string)
    let level = environment.declare("project.level", .string)
    let actor = environment.declare("actor.id", .string)
    program = try environment.compile(source)
    var prepared: [Inputs] = []
    for row in rows {
      var inputs = Inputs(environment)
      inputs[kind] = .value(.string(row.kind))
      if profile == .policy, let decimal = Decimal(row.deltaRatio) {
        inputs[ratio] = .value(.decimal(decimal))
      } else if let double = Double(row.deltaRatio) {
        inputs[ratio] = .value(.double(double))
      }
      inputs[submitter] = .value(.string(row.submitter))
      inputs[level] = .value(.string(row.level))
      inputs[actor] = .value(.string(row.actor))
      prepared.append(inputs)
    }
    inputs = prepared
  }

  /// One evaluation, its answer checked.
  @inline(__always)
  func evaluate(_ run: Int) throws {
    let index = run & 3
    guard case .bool(rows[index].answer) = try program.evaluate(inputs[index]) else {
      throw Wrong(text: "wrong answer for input \(index)")
    }
  }
}

do {
  try measureNumbers()
  for (name, profile) in [("policy", Environment.Profile.policy), ("standard", .standard)] {
    let prepared = try Prepared(profile)
    try Measurement.time("evaluate-\(name)", count: 200_000, prepared.evaluate)
    try Measurement.allocations("allocations-\(name)", count: 100_000, prepared.evaluate)
    try Measurement.time("compile-\(name)", count: 5_000) { _ in
      _ = try prepared.environment.compile(prepared.source)
    }
    // Shows that the counter counts.
    try Measurement.allocations("control-\(name)", count: 100) { _ in
      _ = try prepared.environment.compile(prepared.source)
    }
  }
} catch {
  print("benchmark failed: \(error)")
  exit(1)
}
