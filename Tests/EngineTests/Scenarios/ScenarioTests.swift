import Diagnostics
import Foundation
import Testing

/// Every file under `Tests/Scenarios` is a story that comes true.
@Suite struct Scenarios {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Scenarios")
  /// Fewer would mean that the folder was not found.
  private static let fewest = 15

  static let files: [String] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path)
    return (names ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  private func play(_ name: String, _ text: String) throws {
    let source = SourceFile(name: name, text: text)
    try ScenarioPlayer.play(Scenario(source, folder: Self.folder))
  }

  @Test func thereAreSome() {
    #expect(Self.files.count >= Self.fewest)
  }

  @Test(arguments: files) func comesTrue(file: String) throws {
    let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
    do {
      try play("Tests/Scenarios/\(file)", text)
    } catch let report as DiagnosticReport {
      Issue.record("\(DiagnosticRenderer(language: .english).render(report))")
    }
  }

  private static let head = """
    scenario: a test
    workflow: rules/desk.yaml
    policy: rules/two-steps.yaml
    people:
      li: {manager: chen}
      zhao: {roles: [officer]}
      chen: {roles: [director]}
    steps:
      - li opens Bridge
      - li submits ask with amount 1000 as R-1

    """

  @Test(
    "a mistake is told with its place",
    arguments: [
      ("  - li aproves R-1", "x.yaml:11:8: no verb `aproves`"),
      ("  - lee approves R-1", "x.yaml:11:5: nobody is called `lee`"),
      ("  - zhao approves R-2", "x.yaml:11:19: no request is called `R-2` yet"),
      ("  - li approves R-1", "x.yaml:11:5: refused self-approval"),
      ("  - li approves R-1: refused not-a-signer", "x.yaml:11:30: refused self-approval"),
      ("  - li approves R-1: refused nonsense", "x.yaml:11:30: no refusal is called `nonsense`"),
      ("  - zhao approves R-1: refused self-approval", "x.yaml:11:24: this was not refused"),
      ("  - zhao approves R-1 twice", "x.yaml:11:23: `twice` is too much here"),
      ("  - expect: R-1 waits for chen", "x.yaml:11:17: expected chen, found zhao"),
      ("  - expect: R-1 is done", "x.yaml:11:17: no request is ever `done`"),
      ("  - expect: R-1 was happy", "x.yaml:11:21: expected `signed`"),
      ("  - wait: some days", "x.yaml:11:11: expected a number"),
      ("  - [a, b]", "x.yaml:11:5: a step is one sentence"),
      ("surprise: 1", "x.yaml:11:1: a scenario has no `surprise`"),
    ])
  func mistakes(line: String, message: String) throws {
    let mistake = try #require(
      throws: ScenarioMistake.self
    ) { try play("x.yaml", Self.head + line + "\n") }
    #expect(mistake.description.hasPrefix(message), "\(mistake)")
  }
}
