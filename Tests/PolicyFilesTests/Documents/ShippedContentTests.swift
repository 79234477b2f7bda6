import Diagnostics
import Engine
import Foundation
import TestKit
import Testing

@testable import PolicyFiles

/// The project's own folder.
let projectFolder = URL(filePath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Everything in `Workflows/` and `Policies/` is correct, so that no example can rot.
@Suite struct ShippedContent {
  private static func files(_ folder: String) -> [String] {
    let path = projectFolder.appending(path: folder).path()
    return FileReading.disk.list(path)
      .filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }.map { "\(path)/\($0)" }
  }

  @Test(arguments: files("Workflows")) func everyWorkflowIsCorrect(path: String) throws {
    let workflow = try orRecord { () throws(DiagnosticReport) in
      try loadWorkflow(FileReading.disk.source(path))
    }
    let titles =
      workflow.actions.map(\.title) + workflow.stages.map(\.title) + workflow.roles.map(\.title)
      + workflow.forms.flatMap { [$0.title] + $0.fields.map(\.title) }
      + workflow.milestones.map(\.title)
    #expect(!titles.isEmpty)
    for title in titles {
      #expect(
        title.zh.unicodeScalars.contains { $0.properties.isIdeographic },
        "`\(title.en)` has no Chinese")
    }
  }

  @Test(arguments: files("Policies")) func everyPolicyIsCorrect(path: String) throws {
    let rulebook = try load(path)
    #expect(rulebook.workflow.name == rulebook.policy.governs)
    for limit in rulebook.policy.limits {
      #expect(
        limit.title.zh.unicodeScalars.contains { $0.properties.isIdeographic },
        "`\(limit.name)` has no Chinese")
    }
  }

  private func load(_ path: String) throws -> Rulebook {
    try orRecord { () throws(DiagnosticReport) in
      try RulebookFinder().load(policy: path, timeZones: systemTimeZones, sha256: sha256).rulebook
    }
  }
}

/// The value, or the rendered findings as a failure of the test.
func orRecord<T>(_ body: () throws(DiagnosticReport) -> T) throws -> T {
  switch Result(catching: body) {
  case .success(let value): return value
  case .failure(let report):
    Issue.record("\(DiagnosticRenderer(language: .english).render(report))")
    throw report
  }
}
