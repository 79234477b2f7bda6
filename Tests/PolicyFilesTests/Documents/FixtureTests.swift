import Diagnostics
import Engine
import Foundation
import TestKit
import Testing

@testable import PolicyFiles

/// Every folder of `Fixtures` is a case: documents with marked mistakes, and the whole text that the user sees.
///
/// `#! CODE` at the end of a line says that exactly this diagnostic, once for each code, points into that line;
/// `#!-1 CODE` into the line before it, for texts that cannot hold a comment.
/// `policy.yaml` stands over `base.yaml`, if there is one, and over the folder's `workflow.yaml` or else the
/// common one. `expected.txt`, where present, is the rendered report.
@Suite struct Fixtures {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures")

  static let names = FileReading.disk.list(root.path()).filter {
    !$0.hasPrefix(".") && !$0.hasSuffix(".yaml")
  }

  @Test(arguments: names) func theMarkedMistakesAreReportedAndNoOthers(name: String) throws {
    let folder = Self.root.appending(path: name)
    let report = try Self.report(folder)
    var expected: [String] = []
    for file in ["workflow.yaml", "base.yaml", "policy.yaml", "people.yaml", "notify.yaml"] {
      guard let text = Self.text(folder.appending(path: file)) else { continue }
      for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
        .enumerated()
      {
        guard let mark = line.range(of: "#!") else { continue }
        var words = line[mark.upperBound...].split(separator: " ")
        let offset = words.first.flatMap { Int($0) } ?? 0
        if offset != 0 { words.removeFirst() }
        for code in words { expected.append("\(file):\(index + 1 + offset) \(code)") }
      }
    }
    let found = report.diagnostics.map { diagnostic in
      diagnostic.span.map { "\($0.source.name):\($0.start.line) \(diagnostic.code)" }
        ?? diagnostic.code
    }
    #expect(
      found.sorted() == expected.sorted(),
      "\(DiagnosticRenderer(language: .english).render(report))")
    for (file, language) in [("expected.txt", Language.english), ("expected.zh.txt", .chinese)] {
      guard let text = Self.text(folder.appending(path: file)) else { continue }
      #expect(DiagnosticRenderer(language: language).render(report) == text)
    }
  }

  @Test func thereAreFixtures() { #expect(Self.names.count >= 5) }

  private static func text(_ url: URL) -> String? {
    try? String(contentsOf: url, encoding: .utf8)
  }

  private static func report(_ folder: URL) throws -> DiagnosticReport {
    if let people = text(folder.appending(path: "people.yaml")) {
      return failure { () throws(DiagnosticReport) in
        _ = try loadDirectory(
          SourceFile(name: "people.yaml", text: people), roles: ["director", "administrator"])
      }
    }
    if let notify = text(folder.appending(path: "notify.yaml")) {
      return failure { () throws(DiagnosticReport) in
        _ = try NotifyDocument.read(SourceFile(name: "notify.yaml", text: notify))
      }
    }
    func document(_ file: String) -> RulebookSources.Document? {
      text(folder.appending(path: file)).map { .init(file: file, text: $0) }
    }
    let common = try #require(text(root.appending(path: "workflow.yaml")))
    let workflow = document("workflow.yaml") ?? .init(file: "workflow.yaml", text: common)
    guard let policy = document("policy.yaml") else {
      return failure { () throws(DiagnosticReport) in
        _ = try loadWorkflow(SourceFile(name: workflow.file, text: workflow.text))
      }
    }
    let sources = RulebookSources(
      workflow: workflow, layers: [document("base.yaml")].compactMap { $0 } + [policy])
    return failure { () throws(DiagnosticReport) in
      _ = try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
    }
  }

  private static func failure(_ body: () throws(DiagnosticReport) -> Void) -> DiagnosticReport {
    switch Result(catching: body) {
    case .success: DiagnosticReport()
    case .failure(let report): report
    }
  }
}
