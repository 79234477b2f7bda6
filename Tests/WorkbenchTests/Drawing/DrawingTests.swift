import CEL
import Diagnostics
import Engine
import Foundation
import PolicyFiles
import TestKit
import Testing

@testable import Workbench

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Pictures say what the rules say, and are what they claim to be.
@Suite struct Drawings {
  private func rulebook() throws -> Rulebook {
    try loadRulebook(sources: SmallCompany.sources, timeZones: systemTimeZones, sha256: sha256)
  }

  private func grid(_ plan: [FieldName: FieldValue] = [:]) throws -> RouteGrid {
    let rulebook = try rulebook()
    let today = try #require(CivilDate("2026-03-02"))
    return RouteGrid(
      try #require(rulebook.workflow[action: "change"]), rulebook,
      reference: RouteGrid.reference(for: rulebook, today: today, set: plan),
      timeZones: systemTimeZones, sha256: sha256)
  }

  private var plan: [FieldName: FieldValue] {
    ["budget": .decimal(Decimal(100_000)), "finish": .date(CivilDate("2026-06-30")!)]
  }

  @Test func theGridTurnsExactlyAtTheLimits() throws {
    let grid = try grid(plan)
    #expect(grid.isComplete)
    let columns = try #require(grid.columns)
    #expect(columns.field.name == "budget")
    #expect(
      columns.bands.map { [$0.from?.text, $0.through?.text] } == [
        [nil, "120000"], ["120000.01", nil],
      ])
    let rows = try #require(grid.rows)
    #expect(
      rows.bands.map { [$0.from?.text, $0.through?.text] } == [
        [nil, "2026-07-30"], ["2026-07-31", nil],
      ])
    let three: [StepName] = ["manager", "sponsor", "director"]
    let four = three + ["executive"]
    #expect(grid.cells == [[three, four], [four, four]])
  }

  /// With a plan of two million, two hundred thousand more come before twenty percent.
  @Test func theGridMovesWithThePlan() throws {
    let grid = try grid(["budget": .decimal(Decimal(2_000_000))])
    #expect(grid.columns?.bands.first?.through?.text == "2200000")
  }

  @Test func theGridIsReadable() throws {
    let text = try grid(plan).text(.english)
    #expect(text.contains("│ … 120000 │ 120000.01 …"))
    #expect(text.contains("… 2026-07-30"))
    #expect(text.contains("│ A B C ·  │ A B C D"))
    #expect(text.contains("  D executive\n"))
    #expect(!text.contains("not proved"))
  }

  /// A choice is no quantity: nothing is drawn over it, and nothing pretended.
  @Test func whatThePictureLeavesEmptyIsTold() throws {
    let sources = RulebookSources(
      workflow: .init(
        file: "purchase.yaml",
        text: """
          workflow: purchase
          currency: CNY
          opened_by: buyer
          roles: {buyer: {on: project}, finance: {on: company}}
          forms:
            order:
              fields:
                kind:   {type: choice, of: [goods, software], required: true}
                amount: {type: money, required: true}
          stages: {open: {first: true}, bought: {last: true}}
          actions:
            buy: {from: [open], by: [buyer], form: order, sign_off: buy, then: [{move: bought}]}
          """),
      layers: [
        .init(
          file: "purchases.yaml",
          text: """
            policy: purchases
            governs: purchase
            calendar: {zone: Asia/Shanghai, weekend: [sat, sun]}
            sign_off:
              buy:
                - {step: first, role: finance}
                - {step: again, role: finance, when: request.kind == "software"}
            """)
      ])
    let rulebook = try loadRulebook(
      sources: sources, timeZones: systemTimeZones, sha256: sha256)
    let text = RouteGrid(
      try #require(rulebook.workflow[action: "buy"]), rulebook, reference: [:],
      timeZones: systemTimeZones, sha256: sha256
    ).text(.english)
    #expect(
      text.contains("  ! a rule cannot be evaluated: it reads what the picture leaves empty\n"))
    #expect(!text.contains("a plan of"))
  }

  @Test func aWorkflowLeadsFromFirstToLast() throws {
    let picture = WorkflowPicture(try rulebook().workflow)
    #expect(picture.depths == ["intake": 0, "running": 1, "over": 2])
    let mermaid = picture.mermaid(.english)
    #expect(mermaid.hasPrefix("stateDiagram-v2\n"))
    #expect(mermaid.contains("  [*] --> intake\n"))
    #expect(mermaid.contains("  intake --> running : start ✍\n"))
    #expect(mermaid.contains("  running --> over : close\n"))
    #expect(mermaid.contains("  running : change\n"))
    #expect(mermaid.contains("  over --> [*]\n"))
    let dot = picture.dot(.english)
    #expect(dot.contains("\"intake\" -> \"running\" [label=\"start\"];"))
    #expect(dot.contains("\"running\" -> \"over\" [label=\"close\", style=dashed];"))
  }

  @Test func titlesCannotBreakOutOfAPicture() throws {
    let hostile = "a\"]; <b>&: #c\\"
    let text = SmallCompany.workflow.text.replacing(
      "intake:  {first: true}", with: "intake:  {first: true, title: 'a\"]; <b>&: #c\\'}")
    let workflow = try loadWorkflow(SourceFile(name: "w.yaml", text: text))
    #expect(workflow.stages.first?.title.en == hostile)
    let picture = WorkflowPicture(workflow)
    #expect(picture.dot(.english).contains(#"label="a\"]; <b>&: #c\\""#))
    #expect(picture.mermaid(.english).contains("intake : a#quot;]#59; #lt;b#gt;&#58; #35;c\\\n"))
    #expect(XMLParser(data: Data(picture.svg(.english).utf8)).parse())
    #expect(picture.svg(.english).contains("a&quot;]; &lt;b&gt;&amp;: #c\\"))
  }

  @Test(arguments: Language.allCases) func everyPictureIsWellFormed(language: Language) throws {
    for svg in [
      try grid().svg(language), WorkflowPicture(try rulebook().workflow).svg(language),
    ] {
      #expect(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
      #expect(XMLParser(data: Data(svg.utf8)).parse())
    }
  }
}
