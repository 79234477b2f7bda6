import Engine
import Foundation
import Measuring
import PolicyFiles
import SQLiteStorage

/// Routing one request under the shipped standard policy: every measure, table and step, and who may sign where.
func route(_ folder: String) throws {
  func document(_ path: String) throws -> RulebookSources.Document {
    let file = URL(fileURLWithPath: folder).appendingPathComponent(path)
    return .init(
      file: file.lastPathComponent, text: try String(contentsOf: file, encoding: .utf8))
  }
  let sources = RulebookSources(
    workflow: try document("Workflows/presales.yaml"),
    layers: [try document("Policies/presales-standard.yaml")])
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  defer {
    for ending in ["", "-journal"] {
      try? FileManager.default.removeItem(atPath: file.path + ending)
    }
  }
  let store = try SQLiteStore.create(at: file.path, sha256: sha256)
  let company = try SmallCompany.company(store, sources)
  let project = try company.project(try running(company))
  let rulebook = try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
  guard let workspace = try store.workspace(),
    let adjust = rulebook.workflow[action: "adjust"]
  else { throw Problem.notPrepared }
  let envelope = Envelope(
    command: "benchmark", actor: Actor(person: "li", authentication: .account("test-li")),
    at: company.now)
  // The request as it would be filed.
  let filed = try company.service.execute(
    Command(
      envelope: envelope,
      order: .submit(
        action: "adjust", values: ["budget": "126000", "reason": "prices rose"], attachments: [:],
        reason: "")), on: .project(project.id), dryRun: true)
  guard let request = filed.touched.first, request.route.steps.count == 4 else {
    throw Problem.notPrepared
  }
  let facts = Facts(
    directory: workspace.directory, allowsActingAs: false, current: rulebook, pinned: nil,
    timeZones: systemTimeZones, sha256: sha256, nextProject: "P-2", nextRequest: "R-2")

  var electors = 0
  try Measurement.time("route", rounds: 21, count: 2_000) { _ in
    let outlook = Outlook(project, rulebook, facts, at: envelope)
    let route = try outlook.route(of: adjust, content: request.content)
    let population = outlook.population
    for (index, step) in route.steps.enumerated() {
      for slot in step.slots.indices {
        electors += population.electorate(of: request, step: index, slot: slot).electors.count
      }
    }
  }
  precondition(electors > 0)
}

/// A project in execution: 100,000 by the end of June.
func running(_ company: Company<SQLiteStore>) throws -> ProjectID {
  func sign(_ request: RequestID?, _ people: PersonID...) throws {
    guard let request else { throw Problem.notPrepared }
    for person in people { try company.approve(request, by: person) }
  }
  let id = try company.open(
    "Bridge", policy: "presales-standard", by: "li",
    forms: [
      "project_information": [
        "customer": "ACME", "need": "a core system", "decision_maker": "the CIO",
        "expected_margin": "1200000", "market_importance": "key",
      ],
      "qualification": [
        "decision_maker": "4", "relationship": "4", "competition": "3", "own_view": "3",
      ],
    ])
  let points = "solution_accepted:2026-05-31:100000"
  try sign(
    try company.submit(
      "initiate", on: id, by: "li",
      [
        "sponsor": "zhao", "project_manager": "chen", "milestones": points,
        "responsibilities": #"[{"who":"chen","duty":"solution and offer"}]"#,
      ]), "zhao", "qian")
  try sign(
    try company.submit(
      "plan", on: id, by: "chen",
      [
        "customer_relations": "good", "technology": "good", "partner_support": "fair",
        "goal": "sign in June", "risk_of_delay": "budget year ends",
        "risk_of_loss": "a rival enters",
        "work": #"[{"item":"demo","owner":"chen","purpose":"the CIO sees it"}]"#,
        "exit_criteria": #"[{"criterion":"no budget by May"}]"#,
      ]), "zhao")
  try sign(
    try company.submit(
      "adopt_task_book", on: id, by: "chen",
      ["budget": "100000", "finish": "2026-06-30", "milestones": points]), "zhao", "qian")
  return id
}
