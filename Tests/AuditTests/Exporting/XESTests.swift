import CEL
import Diagnostics
import Engine
import Foundation
import PolicyFiles
import SQLiteStorage
import TestKit
import Testing

@testable import Audit
@testable import Workbench

/// The export is read back by the reader for other systems' logs, which knows nothing of ours.
@Suite struct ExportedCases {
  private static let mapping = """
    mapping: own
    workflow: small
    activities:
      submit start: ignore
      submit change: submit change
      approve sponsor: approve sponsor
      approve director: approve director
      approve manager: approve manager
      approved: pay
      return manager: reject
      resubmit change: submit change
    fields:
      change: {budget: "content:budget", finish: "content:finish", reason: "content:reason"}
    """

  @Test func comeBackAsTheyWere() throws {
    try TemporaryFolder.with { folder in
      let store = try SQLiteStore.create(at: folder.path("workspace.sqlite"), sha256: sha256)
      let company = try SmallCompany.company(store)
      let project = try SmallCompany.runningProject(in: company)
      let reason = "<prices> \"rose\" & fell\n第二行\u{1}"
      let change = try #require(
        try company.submit("change", on: project, by: "li", ["budget": "104000.50"], reason: reason)
      )
      try company.wait(hours: 5)
      try company.returnBack(change, by: "chen")
      try company.order(
        "li", .resubmit(change, values: ["budget": "104001"], attachments: [:], reason: ""),
        on: .project(project))
      try company.wait(hours: 30)
      try company.approve(change, by: "chen")

      let cases = try read(store, folder)
      #expect(cases.map(\.name) == ["R-1", "R-2"])
      #expect(
        cases[0].events.map(\.deed) == [
          .ignore, .approve("sponsor", final: false), .approve("director", final: false),
          .pay,
        ])
      #expect(
        cases[1].events.map(\.deed) == [
          .submit("change"), .reject, .submit("change"), .approve("manager", final: false),
        ])
      #expect(
        cases[1].events.map(\.time.description) == [
          "2026-03-02T01:00:00Z", "2026-03-02T06:00:00Z", "2026-03-02T06:00:00Z",
          "2026-03-03T12:00:00Z",
        ])
      let facts = cases[1].events.map { $0.facts.compactMap(\.self) }
      #expect(facts[0].contains("104000.50"))
      #expect(facts[2].contains("104001"))
      // What XML cannot hold is replaced; everything else survives.
      #expect(facts[0].contains("<prices> \"rose\" & fell\n第二行\u{FFFD}"))
      #expect(facts[3] == [])
    }
  }

  private func read(_ store: SQLiteStore, _ folder: TemporaryFolder) throws -> [RecordedCase] {
    var text = ""
    try store.exportXES { text += $0 }
    let path = folder.path("log.xes")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let rulebook = try loadRulebook(
      sources: SmallCompany.sources, timeZones: systemTimeZones, sha256: sha256)
    let mapping = try MappingDocument.read(
      SourceFile(name: "own.yaml", text: Self.mapping), for: rulebook)
    var cases: [RecordedCase] = []
    try BackTest(rulebook, mapping, timeZones: systemTimeZones).read(.file(path)) {
      cases.append($0)
    }
    return cases
  }
}
