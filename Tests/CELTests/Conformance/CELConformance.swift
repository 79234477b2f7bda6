import CEL
import Diagnostics
import Foundation
import Testing

/// The cases of the CEL conformance suite that need no protocol buffers; another file of the same form can be named by
/// the environment variable `CEL_CASES`. Prints how many ran, passed and were skipped, by file.
@Suite(.serialized) struct CELConformance {
  @Test("the conformance cases of a file pass", arguments: ConformanceData.files)
  func file(_ name: String) {
    let lines = ConformanceData.lines.filter { $0.file == name }
    if ConformanceData.skippedFiles.contains(name) {
      print(row(name, run: 0, passed: 0, skipped: lines.count) + "  (skipped by name)")
      return
    }
    var passed = 0
    for line in lines {
      switch line.content {
      case .success(let testCase):
        if let fault = fault(of: testCase) {
          Issue.record("\(testCase.id): `\(testCase.expression)`: \(fault)")
        } else {
          passed += 1
        }
      case .failure(let malformed): Issue.record("a case cannot be read: \(malformed.what)")
      }
    }
    print(row(name, run: lines.count, passed: passed, skipped: 0))
  }

  @Test func `cases have run`() {
    let all = ConformanceData.lines
    let skipped = all.filter { ConformanceData.skippedFiles.contains($0.file) }.count
    let run = all.count - skipped
    print(row("total", run: run, passed: nil, skipped: skipped))
    if run == 0 {
      print("CELConformance: no cases at \(ConformanceData.path)")
      #expect(!ConformanceData.mustRun, "no conformance case ran")
    }
  }

  private func row(_ name: String, run: Int, passed: Int?, skipped: Int) -> String {
    "CELConformance | \(name.padded(to: 16)) | run \(String(run).padded(to: 5))"
      + "| passed \((passed.map(String.init) ?? "").padded(to: 5))| skipped \(skipped)"
  }

  /// What is wrong with our answer; nil when it is the expected one.
  private func fault(of testCase: ConformanceCase) -> String? {
    let answer = Answer(testCase)
    switch (testCase.expectation, answer.result) {
    case (.value(let expected, let type), .success(let value)):
      guard value.isExactly(expected) else { return "expected \(expected), found \(value)" }
      if let type, type != answer.type {
        return "expected the type \(type), found \(answer.type.map(\.description) ?? "none")"
      }
      return nil
    case (.typeOnly(let type), _):
      return answer.type == type
        ? nil : "expected the type \(type), found \(answer.type.map(\.description) ?? "none")"
    case (.error, .failure): return nil
    case (.error, .success(let value)): return "expected an error, found \(value)"
    case (.value(let expected, _), .failure(let message)):
      return "expected \(expected), found the error: \(message)"
    }
  }
}

/// What our implementation says to a case.
private struct Answer {
  enum Result {
    case success(Value)
    case failure(String)
  }

  var result: Result
  /// nil: it did not pass the checker.
  var type: ValueType?

  init(_ testCase: ConformanceCase) {
    var environment = Environment(
      container: testCase.container,
      libraries: Set(Library.allCases).subtracting([.decimals, .dates]),
      timeZones: ConformanceData.timeZones)
    for (name, type) in testCase.variables { environment.declare(name, type) }
    for function in testCase.functions { environment.declare(function: function) }
    for (name, _) in testCase.bindings where environment.slot(name) == nil {
      environment.declare(name, .dyn)
    }
    do {
      let source = SourceFile(name: testCase.id, text: testCase.expression)
      let parsed = try environment.parse(source, macros: testCase.expandsMacros)
      let program = try environment.compile(parsed, checkingTypes: testCase.checksTypes)
      type = program.resultType
      guard !testCase.checkOnly else {
        result = .failure("checked only")
        return
      }
      var inputs = Inputs(environment)
      for (name, value) in testCase.bindings {
        if let slot = environment.slot(name) { inputs[slot] = .value(value) }
      }
      result = .success(try program.evaluate(inputs))
    } catch let report as DiagnosticReport {
      result = .failure(DiagnosticRenderer(language: .english).render(report))
    } catch let error as EvaluationError {
      result = .failure("\(error.code.rawValue): \(error.message.en)")
    } catch {
      result = .failure("\(error)")
    }
  }
}

extension Value {
  /// Equal and of the same type at all levels; any NaN is equal to NaN, and 0.0 is not -0.0.
  fileprivate func isExactly(_ other: Value) -> Bool {
    switch (self, other) {
    case (.double(let a), .double(let b)): (a.isNaN && b.isNaN) || a.bitPattern == b.bitPattern
    case (.list(let a), .list(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.isExactly($1) }
    case (.map(let a), .map(let b)):
      a.count == b.count
        && a.entries.allSatisfy { entry in
          b.entries.contains { $0.key.isExactly(entry.key) && $0.value.isExactly(entry.value) }
        }
    default: typeName == other.typeName && self == other
    }
  }
}
