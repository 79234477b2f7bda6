import CEL
import Diagnostics
import Engine
import PolicyFiles
import TestKit
import Testing
import Workbench

/// Mistakes that people make, each put into a copy of a shipped policy.
struct Mistake: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let policy: String
  let edits: [(String, String)]
  let code: String
  /// What stands on the line that the finding points at.
  let line: String
  /// What the first witness must say; empty for findings that hold for all values.
  let witness: [String]

  init(
    _ description: String, in policy: String = "presales-standard", _ edits: [(String, String)],
    _ code: String, at line: String, witness: [String] = []
  ) {
    testDescription = description
    self.policy = policy
    self.edits = edits
    self.code = code
    self.line = line
    self.witness = witness
  }

  static let all: [Mistake] = [
    Mistake(
      "`>` instead of `>=` in the first row",
      [("\">= 5000000\"", "\"> 5000000\"")],
      "gap", at: "title: {en: Importance of the project", witness: ["margin = 5000000,"]),
    Mistake(
      "an interval open at its lower end",
      [("[1000000..5000000)\",  strategic", "(1000000..5000000)\",  strategic")], "gap",
      at: "title: {en: Importance of the project",
      witness: ["margin = 1000000, market = strategic"]),
    Mistake(
      "a choice forgotten",
      [("[1000000..5000000)\",  \"key, normal\"", "[1000000..5000000)\",  normal")],
      "gap", at: "title: {en: Importance of the project", witness: ["market = key"]),
    Mistake(
      "a gap of one fen",
      [("[200000..1000000)\",   \"key, normal\"", "[200000..999999.99)\",   \"key, normal\"")],
      "gap", at: "title: {en: Importance of the project", witness: ["margin = 999999.99"]),
    Mistake(
      "an interval closed at its upper end",
      [("[200000..1000000)\",   strategic", "[200000..1000000]\",   strategic")], "overlap",
      at: "[200000..1000000]",
      witness: ["margin = 1000000, market = strategic"]),
    Mistake(
      "a choice in two rows", [("\"strategic, key\", C", "\"strategic, key, normal\", C")],
      "overlap", at: "normal,           D]",
      witness: ["market = normal"]),
    Mistake(
      "a row below the smallest amount",
      [
        (
          "      - [\"< 200000\",            normal,           D]",
          "      - [\"< 200000\", normal, D]\n      - [\"< 0\", \"-\", D]"
        )
      ], "dead-rule", at: "[\"< 0\", \"-\", D]"),
    Mistake(
      "a row behind one that takes everything",
      [
        ("项目重要性等级}\n    hit: unique", "项目重要性等级}\n    hit: first"),
        (
          "      - [\">= 5000000\",",
          "      - [\"-\", \"-\", A]\n      - [\">= 5000000\","
        ),
      ], "dead-rule", at: "[\">= 5000000\","),
    Mistake(
      "rows that must agree and do not",
      [
        ("项目重要性等级}\n    hit: unique", "项目重要性等级}\n    hit: any"),
        ("\"strategic, key\", C", "\"strategic, key, normal\", C"),
      ],
      "contradiction", at: "normal,           D]", witness: ["market = normal"]),
    Mistake(
      "limits that exclude one another",
      [
        (
          "|| delay > limits.delay_escalation",
          "&& delay > limits.delay_escalation && delay < limits.delay_tolerance"
        )
      ], "never-asked", at: "when: |"),
    Mistake(
      "a choice that is two things at once",
      [
        (
          "|| delay > limits.delay_escalation",
          "&& project_information.market_importance == \"key\" && importance.level == \"D\" && project_information.market_importance == \"normal\""
        )
      ], "never-asked", at: "when: |"),
    Mistake(
      "a condition below the smallest value",
      [("|| delay > limits.delay_escalation", "|| request.budget >= 1")], "always-asked",
      at: "when: |"),
    Mistake(
      "every step conditional", in: "presales-startup",
      [
        (
          "- {step: manager, role: project_manager, title: {en: Project manager, zh: 项目经理}}\n    - {step: sponsor, role: sponsor, within: 1 working days, title: {en: Sponsor, zh: 项目发起人}}",
          "- {step: manager, role: project_manager, when: increase > 0}\n    - {step: sponsor, role: sponsor, when: delay > limits.delay_tolerance}"
        )
      ], "empty-chain", at: "step: manager, role: project_manager, when: increase > 0",
      witness: ["route = []"]),
    Mistake(
      "a comparison turned round",
      [("added > limits.executive_above", "added < limits.executive_above")], "not-monotone",
      at: "when: |",
      witness: ["executive]"]),
    Mistake(
      "a band with an upper end",
      [
        (
          "(overrun > limits.cost_escalation ||",
          "(overrun > limits.cost_escalation && overrun < 1 ||"
        ), ("added > limits.executive_above)", "false)"),
      ], "not-monotone", at: "when: |", witness: ["executive]"]),
    Mistake(
      "an early project that needs more than a late one",
      [("|| delay > limits.delay_escalation", "|| delay < limits.delay_tolerance")],
      "not-monotone", at: "when: |", witness: ["executive]"]),
    Mistake(
      "escalation before tolerance, in cost", in: "presales-startup",
      [("cost_escalation:  30%", "cost_escalation:  5%")], "limit-order",
      at: "cost_escalation:  5%",
      witness: ["executive]"]),
    Mistake(
      "escalation before tolerance, in time", in: "presales-startup",
      [("delay_escalation: 60 days", "delay_escalation: 10 days")], "limit-order",
      at: "delay_escalation: 10 days",
      witness: ["route = [manager, sponsor, executive]"]),
    Mistake(
      "a gate that asks for the impossible",
      [
        (
          "gates:\n  initiate:",
          "gates:\n  terminate:\n    - that: project.spent < 0\n  initiate:"
        )
      ], "gate-never-opens", at: "that: project.spent < 0"),
    Mistake(
      "two conditions of a gate that exclude one another",
      [
        (
          "gates:\n  initiate:",
          "gates:\n  plan:\n    - that: importance.level == \"A\"\n    - that: importance.level == \"B\"\n  initiate:"
        )
      ], "gate-never-opens", at: "that: importance.level == \"B\""),
    Mistake(
      "a gate that lets everything pass",
      [("that: request.milestones.size() >= 1", "that: request.milestones.size() >= 0")],
      "gate-never-closes", at: "that: request.milestones.size() >= 0"),
    Mistake(
      "control points that no list can have",
      [
        (
          "that: request.milestones.all(m, m.due <= request.finish)",
          "that: request.milestones.all(m, m.due <= request.finish && m.due > request.finish)"
        )
      ], "gate-never-opens", at: "m.due > request.finish"),
    Mistake(
      "no way out of a stage",
      [
        ("outcome.result == \"won\"", "outcome.result == \"won\" && outcome.result == \"lost\""),
        (
          "      - that: outcome.result == \"lost\"\n        else: {en: \"the recorded outcome is not `lost`\"",
          "      - that: outcome.result != \"lost\" && outcome.result == \"lost\"\n        else: {en: \"the recorded outcome is not `lost`\""
        ),
      ], "stage-trap", at: "&& outcome.result == \"lost\""),
    Mistake(
      "a hold whose remedy belongs to another stage",
      [
        (
          "stops: [record_spend, reach_milestone, finish]\n    until: adjust\n    else: {en: spend",
          "stops: [record_spend, reach_milestone, finish]\n    until: adopt_task_book\n    else: {en: spend"
        )
      ], "hold-without-remedy", at: "over_budget:"),
    Mistake(
      "a hold whose remedy changes nothing", [("until: war_room", "until: report_progress")],
      "hold-never-lifted", at: "when: has(war_room.decision)"),
    Mistake(
      "publishing that waits for a project",
      [
        (
          "{step: review, role: administrator,",
          "{step: review, role: administrator, when: project.spent > 0,"
        )
      ],
      "unchangeable", at: "when: project.spent > 0"),
    Mistake(
      "publishing that only the high-ranking are asked for",
      [
        (
          "{step: review, role: administrator,",
          "{step: review, role: administrator, when: submitter.rank >= 3,"
        )
      ],
      "unchangeable", at: "when: submitter.rank >= 3", witness: ["submitter.rank = "]),
    Mistake(
      "a field that may be left out",
      [
        (
          "|| delay > limits.delay_escalation",
          "|| delay > limits.delay_escalation || project_information.win_chance < 0.2"
        )
      ],
      "no-value", at: "when: |", witness: ["project_information.win_chance = –"]),
  ]
}

@Suite("Seeded mistakes") struct SeededMistakeTests {
  @Test(arguments: Mistake.all) func isFoundWithAWitness(_ mistake: Mistake) throws {
    var shipped = try Shipped(mistake.policy)
    for (old, new) in mistake.edits { try shipped.replace(old, with: new) }
    let proof = PolicyProof(try shipped.rulebook())
    let told = proof.findings.map { "\($0.code) \($0.message.en) \($0.witnesses.map(\.text))" }
    let finding = try #require(
      proof.mistakes.first { $0.code == "proof.\(mistake.code)" }, "\(told)")
    #expect(finding.witnesses.isEmpty == mistake.witness.isEmpty, "\(told)")
    let witness = finding.witnesses.map(\.text).joined(separator: "; ")
    for part in mistake.witness { #expect(witness.contains(part), "\(witness)") }
    // What is shown stands in the documents.
    let files = [shipped.sources.workflow] + shipped.sources.layers
    let sources = files.map { SourceFile(name: $0.file, text: $0.text) }
    let span = try #require(finding.diagnostic(in: sources).span)
    let line = String(
      decoding: span.source.bytes[span.source.lineRange(of: span.range.lowerBound)], as: UTF8.self)
    #expect(line.contains(mistake.line))
  }

  @Test func thereAreAtLeastTwenty() {
    #expect(Mistake.all.count >= 20)
  }

  /// Lists, and a table's outcome times an amount, are beyond what proofs follow: where a shipped policy has them, it is said
  /// so, and of nothing else.
  @Test(arguments: [
    ("presales-standard", 3), ("presales-startup", 3), ("presales-soe", 3), ("bid-standard", 5),
    ("expenses-university", 0),
  ])
  func aShippedPolicyIsClean(_ policy: String, notProved: Int) throws {
    let proof = PolicyProof(try Shipped(policy).rulebook())
    #expect(proof.mistakes.isEmpty, "\(proof.mistakes.map(\.message.en))")
    #expect(
      proof.notProved.count == notProved, "\(proof.notProved.map(\.message.en))")
    #expect(proof.caseCount >= 5)
  }

  @Test func aRoleThatNobodyHoldsIsFound() throws {
    let people = SmallCompany.people.filter { $0.id != "sun" }
    let proof = PolicyProof(try small(), company: company(people))
    #expect(proof.errors == ["proof.vacant-role"], "\(proof.mistakes.map(\.message.en))")
    #expect(proof.mistakes.first?.message.en.contains("`executive`") == true)
    #expect(PolicyProof(try small(), company: company(SmallCompany.people)).errors.isEmpty)
  }

  @Test func aChainThatOnePersonWouldHaveToSignTwiceIsFound() throws {
    // Only sun is director and executive, and nobody stands above sun.
    let people =
      SmallCompany.people.filter { !["sun", "qian", "wu"].contains($0.id) } + [
        SmallCompany.person(
          "sun", rank: 5, roles: ["executive", "sales_director", "general_manager"])
      ]
    let proof = PolicyProof(try small(), company: company(people))
    let finding = try #require(
      proof.mistakes.first { $0.code == "proof.impossible-chain" },
      "\(proof.mistakes.map(\.message.en))")
    #expect(finding.witnesses.first?.text.contains("director, executive]") == true)
    let merged = try loadRulebook(
      sources: SmallCompany.extended("repeats: merge"), timeZones: systemTimeZones, sha256: sha256)
    #expect(PolicyProof(merged, company: company(people)).errors.isEmpty)
  }

  private func small() throws -> Rulebook {
    try loadRulebook(
      sources: SmallCompany.sources, timeZones: systemTimeZones, sha256: sha256)
  }

  private func company(_ people: [Person]) -> PolicyProof.Company {
    .init(
      directory: Directory(people: people),
      today: CivilDate(year: 2026, month: 3, day: 2) ?? CivilDate(daysSinceEpoch: 0)!)
  }
}

extension PolicyProof {
  fileprivate var errors: [String] { findings.filter { $0.grade == .error }.map(\.code) }
}
