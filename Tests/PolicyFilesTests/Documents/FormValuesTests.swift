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
      points: [signed:2026-09-30, accepted:2026-10-30]
      work: []
      """
    #expect(
      try read(text).get() == [
        "customer=Acme", "need=two lines\nof it\n", "budget=126000.50", "note=",
        #"milestones=[{"budget":"60000","due":"2026-09-30","kind":"solution_accepted"},{"due":"2026-10-30","kind":"bid_submitted"},"need_confirmed:2026-08-01"]"#,
        "points=signed:2026-09-30,accepted:2026-10-30", "work=",
      ])
  }

  @Test(arguments: [
    ("- a\n", ["form.not-a-mapping"]),
    ("a: {b: c}\n", ["form.value"]),
    ("a:\nb: x\n", ["form.no-value"]),
    ("m: [{item: [a]}]\n", ["form.value"]),
    ("m: [{item: }]\n", ["form.value"]),
    ("m: [[a]]\n", ["form.value"]),
    ("m: [\"a,b\"]\n", ["form.value"]),
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
