import Diagnostics
import Testing

@testable import PolicyFiles

@Suite struct ReadingFormValues {
  private func read(_ text: String) -> Result<[String], DiagnosticReport> {
    Result { () throws(DiagnosticReport) in
      try FormValuesDocument.read(SourceFile(name: "form.yaml", text: text))
        .map { "\($0.field)=\($0.text)" }
    }
  }

  @Test func valuesComeAsTheyWouldBeTyped() throws {
    let text = """
      customer: Acme
      need: |
        two lines
        of it
      budget: 126000.50
      note: ""
      milestones:
        - {kind: solution_accepted, due: 2026-09-30, budget: 60000}
        - {kind: bid_submitted, due: 2026-10-30}
        - need_confirmed:2026-08-01
      """
    #expect(
      try read(text).get() == [
        "customer=Acme", "need=two lines\nof it\n", "budget=126000.50", "note=",
        "milestones=solution_accepted:2026-09-30:60000,bid_submitted:2026-10-30,need_confirmed:2026-08-01",
      ])
  }

  @Test(arguments: [
    ("- a\n", ["form.not-a-mapping"]),
    ("a: {b: c}\n", ["form.value"]),
    ("a:\nb: x\n", ["form.no-value"]),
    ("m: [{kind: a, due: 2026-01-01, budgt: 3}]\n", ["form.unknown-key"]),
    ("m: [{kind: a}]\n", ["form.control-point"]),
    ("m: [{kind: \"a,b\", due: 2026-01-01}]\n", ["form.value"]),
    ("m: [{kind: \"a:b\", due: 2026-01-01}]\n", ["form.value"]),
    ("a: {b: c}\nd:\n", ["form.value", "form.no-value"]),
    ("a: [\n", ["yaml.syntax"]),
  ]) func whatIsNoValueIsRefused(text: String, codes: [String]) {
    guard case .failure(let report) = read(text) else {
      Issue.record("must be refused")
      return
    }
    #expect(report.diagnostics.map(\.code) == codes)
  }
}
