import Diagnostics
import Engine
import Foundation
import TestKit
import Testing

@testable import PolicyFiles

@Suite struct FindingRulebooks {
  /// A tree of files in memory.
  private static func files(_ texts: [String: String]) -> FileReading {
    FileReading(
      read: { path in
        if path.hasSuffix("secret.yaml") { return .unreadable("Permission denied") }
        return texts[path].map { .bytes(Array($0.utf8)) } ?? .absent
      },
      list: { folder in
        texts.keys.filter { $0.folder == folder }.map(\.fileName).sorted()
      })
  }

  private static let base = "policy: base\ngoverns: presales\n"

  private func problem(_ texts: [String: String], _ path: String = "Policies/child.yaml")
    -> String
  {
    let result = Result { () throws(DiagnosticReport) in
      try RulebookFinder(Self.files(texts)).find(policy: path)
    }
    switch result {
    case .success(let found): return "found \(found.sources.layers.map(\.file))"
    case .failure(let report): return DiagnosticRenderer(language: .english).render(report)
    }
  }

  @Test func aPolicyIsFoundWithItsLayersAndItsWorkflow() throws {
    let finder = RulebookFinder(
      Self.files([
        "Policies/base.yaml": Self.base,
        "Policies/child.yaml": "policy: child\nextends: base\n",
        "Policies/../Workflows/presales.yaml": "workflow: presales\n",
      ]))
    let found = try finder.find(policy: "Policies/child.yaml")
    #expect(found.layers.map(\.name) == ["Policies/base.yaml", "Policies/child.yaml"])
    #expect(found.sources.layers.map(\.file) == ["base.yaml", "child.yaml"])
    #expect(found.sources.workflow.text == "workflow: presales\n")
  }

  @Test func givenFoldersAreSearchedToo() throws {
    let finder = RulebookFinder(
      Self.files([
        "company/base.yaml": Self.base, "mine/child.yaml": "policy: child\nextends: base\n",
        "company/presales.yaml": "workflow: presales\n",
      ]), folders: ["company"])
    let found = try finder.find(policy: "mine/child.yaml")
    #expect(found.workflow.name == "company/presales.yaml")
  }

  @Test func aMistypedParentIsShownWithItsPlaceAndTheLikelyName() {
    let text = problem([
      "Policies/base.yaml": Self.base, "Policies/child.yaml": "policy: child\nextends: bsae\n",
    ])
    #expect(
      text == """
        error: unknown policy `bsae` [policy.unknown-parent]
         --> Policies/child.yaml:2:10
          |
        2 | extends: bsae
          |          ^^^^
           = note: looked for `bsae.yaml` in `Policies`, `Workflows`
           = help: did you mean `base`?

        """)
  }

  @Test(arguments: [
    (["Policies/child.yaml": "policy: child\nextends: child\n"], "policy.extends-circle"),
    (
      ["Policies/child.yaml": "policy: child\nextends: ../../etc/passwd\n"], "policy.unknown-parent"
    ),
    (["Policies/child.yaml": "policy: child\nextends: secret\n"], "Permission denied"),
    (["Policies/child.yaml": "policy: child\n"], "policy.no-workflow"),
    (["Policies/child.yaml": "policy: child\ngoverns: nothing\n"], "policy.unknown-workflow"),
    (["Policies/child.yaml": "policy: [\n"], "yaml.syntax"),
    (["Policies/chidl.yaml": ""], "file.absent"),
    (["Policies/chidl.yaml": ""], "did you mean `Policies/chidl.yaml`?"),
  ]) func whatCannotBeFoundIsToldWithAReason(texts: [String: String], words: String) {
    #expect(problem(texts).contains(words))
  }

  @Test func moreLayersThanAnybodyCanReadAreRefused() {
    var texts = ["Policies/l9.yaml": Self.base]
    for number in 0..<9 {
      texts["Policies/l\(number).yaml"] = "policy: l\(number)\nextends: l\(number + 1)\n"
    }
    #expect(problem(texts, "Policies/l0.yaml").contains("policy.layers"))
  }

  @Test func theFilesOfThisMachineAreRead() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "tollgate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "p.yaml").path()
    try "policy: p\n".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(FileReading.disk.list(folder.path()).contains("p.yaml"))
    guard case .bytes(let bytes) = FileReading.disk.read(path) else {
      Issue.record("not read")
      return
    }
    #expect(bytes == Array("policy: p\n".utf8))
    guard case .absent = FileReading.disk.read(path + "x") else {
      Issue.record("must be absent")
      return
    }
    guard case .unreadable = FileReading.disk.read(folder.path()) else {
      Issue.record("a folder is no file")
      return
    }
  }

  @Test func aFileTooLargeIsRefusedWithoutReadingItAll() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "tollgate-\(UUID().uuidString).yaml").path()
    #expect(FileManager.default.createFile(atPath: path, contents: Data(count: 3 << 20)))
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard case .bytes(let bytes) = FileReading.disk.read(path) else {
      Issue.record("not read")
      return
    }
    #expect(bytes.count == ByteScan.sizeLimit + 1)
  }
}

@Suite struct ShowingPolicies {
  private func effective(_ name: String) throws -> (text: String, found: FoundSources) {
    let path = projectFolder.appending(path: "Policies/\(name).yaml").path()
    let found = try RulebookFinder().find(policy: path)
    return (try effectiveDocument(found.sources), found)
  }

  /// What `policy show` prints means as one layer what the layers mean together.
  @Test(arguments: ["presales-standard", "presales-startup"])
  func theEffectivePolicyMeansWhatItsLayersMean(name: String) throws {
    let (text, found) = try effective(name)
    let layered = try orRecord { () throws(DiagnosticReport) in
      try loadRulebook(sources: found.sources, timeZones: systemTimeZones, sha256: sha256)
    }
    let merged = try orRecord { () throws(DiagnosticReport) in
      try loadRulebook(
        sources: RulebookSources(
          workflow: found.sources.workflow, layers: [.init(file: "merged.yaml", text: text)]),
        timeZones: systemTimeZones, sha256: sha256)
    }
    #expect(merged.policy.summary == layered.policy.summary)
    #expect(merged.policy.summary.count > 30)
  }

  @Test func eachRuleNamesTheLayerThatItComesFrom() throws {
    let text = try effective("presales-startup").text
    #expect(text.contains("cost_escalation:"))
    for words in [
      "policy: presales-startup  # presales-startup.yaml:2:9",
      "repeats: merge  # presales-startup.yaml:6:10",
    ] {
      #expect(text.contains(words), "\(text)")
    }
    let lines = text.split(separator: "\n")
    let over = try #require(lines.first { $0.hasPrefix("  over_budget:") })
    #expect(over.contains("# presales-standard.yaml:"))
    let adjustment = try #require(lines.first { $0.hasPrefix("  adjustment:") })
    #expect(adjustment.contains("# presales-startup.yaml:"))
  }
}

extension Policy {
  /// Everything that the policy says, in words, without places.
  fileprivate var summary: [String] {
    var lines = ["\(name) \(governs) \(title) \(repeats) \(calendar.zone)"]
    lines += ["\(calendar.weekend.sorted()) \(calendar.holidays) \(calendar.working.sorted())"]
    lines += limits.map { "\($0.name) \($0.title) \($0.amount)" }
    lines += holds.map {
      "\($0.name) \($0.condition.text) \($0.stops) \($0.until) \($0.otherwise)"
    }
    for (action, rules) in rules.sorted(by: { $0.key < $1.key }) {
      lines += rules.gate.map { "\(action) \($0.otherwise.map { "\($0)" } ?? "") \($0.words)" }
      lines += (rules.chain?.steps ?? []).map(\.words)
      lines += rules.scope.measures.map { "\(action) \($0.name) \($0.expression.text)" }
      lines += rules.scope.tables.map { "\(action) \($0.name) \($0.rules.map(\.cells))" }
    }
    return lines + (publishing?.steps ?? []).map(\.words)
  }
}

extension Step {
  fileprivate var words: String {
    "\(name) \(title) \(signers) \(condition?.text ?? "") \(String(describing: within)) \(needsComment)"
  }
}

extension Criterion {
  fileprivate var words: String {
    if case .holds(let expression) = test { expression.text } else { "\(test)" }
  }
}
