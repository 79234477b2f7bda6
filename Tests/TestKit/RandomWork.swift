import CEL
import Engine

/// The small company at work on whatever comes to its mind, the same for the same seed.
///
/// Most of what it tries is refused; what is not makes a history of every kind of event that the engine has.
public struct RandomWork<S: Store> {
  public let company: Company<S>
  /// How many commands were refused by a rule.
  public private(set) var refusals = 0
  private var random: SeededGenerator
  private var hired = 0
  private var editions = 0

  private static var people: [PersonID] {
    ["li", "chen", "zhao", "qian", "sun", "wu", "li2", "admin"]
  }

  public init(_ store: S, seed: UInt64) throws {
    company = try SmallCompany.company(store)
    random = SeededGenerator(seed: seed)
  }

  /// Gives so many commands that are carried out.
  public mutating func work(commands: Int) throws {
    var done = 0
    while done < commands {
      do {
        try attempt()
        done += 1
      } catch is Refusal {
        refusals += 1
      }
      if chance(8) { try company.wait(hours: Int.random(in: 1...30, using: &random)) }
    }
  }

  private mutating func chance(_ of: Int) -> Bool { Int.random(in: 0..<of, using: &random) == 0 }

  private mutating func pick<T>(_ items: [T]) -> T { items.randomElement(using: &random)! }

  private mutating func amount() -> String {
    "\(Int.random(in: 1...400, using: &random) * 1000).\(Int.random(in: 0...99, using: &random))"
  }

  private mutating func attempt() throws {
    let projects = try company.service.store.projects(after: nil, limit: 1000)
    if projects.isEmpty || chance(25) {
      var facts = SmallCompany.facts
      if chance(2) { facts["remark"] = "“引号” \(hired) \u{1F600}" }
      _ = try company.open(
        "Bridge \(projects.count + 1) “桥”", policy: "small-policy", by: pick(["li", "chen"]),
        forms: chance(3) ? [:] : ["facts": facts])
      return
    }
    if chance(25) { return try changeCompany() }
    // The latest projects get the attention.
    let project = pick(Array(projects.suffix(6))).id
    let open = try company.project(project).requests.values.sorted { $0.id < $1.id }
    if !open.isEmpty, !chance(3) { return try answer(pick(open)) }
    try act(on: project)
  }

  private mutating func act(on project: ProjectID) throws {
    let person = pick(Self.people)
    switch Int.random(in: 0..<9, using: &random) {
    case 0:
      try company.order(
        pick(["li", "chen"]),
        .fill(
          form: "facts",
          values: pick([
            SmallCompany.facts, ["score": "\(Int.random(in: 0...5, using: &random))"],
            ["remark": ""], ["remark": "fünf \n ✓"],
          ])), on: .project(project))
    case 1:
      try company.submit(
        "start", on: project, by: pick(["li", "chen"]),
        [
          "sponsor": pick(["zhao", "sun"]), "manager": pick(["chen", "li"]),
          "points": "accepted:2026-04-01,signed:2026-06-01:50000",
        ])
    case 2:
      try company.submit(
        "plan", on: project, by: pick(["chen", "li"]),
        ["budget": amount(), "finish": "2026-0\(Int.random(in: 4...9, using: &random))-15"])
    case 3, 4:
      try company.submit(
        "change", on: project, by: pick(["chen", "li"]),
        chance(3) ? [:] : ["budget": amount()], reason: "prices rose")
    case 5:
      try company.submit("spend", on: project, by: pick(["chen", "li"]), ["amount": amount()])
    case 6:
      try company.submit(
        "reach", on: project, by: pick(["chen", "li"]),
        ["point": pick(["accepted", "signed"])], attachments: ["note": someFile])
    case 7:
      try company.submit("replace", on: project, by: person, ["sponsor": pick(["zhao", "sun"])])
    default:
      if chance(2) {
        try company.order(
          "admin", .appointToProject(person: person, role: "project_manager"),
          on: .project(project))
      } else {
        try company.submit("close", on: project, by: pick(["chen", "li"]))
      }
    }
  }

  private mutating func answer(_ request: Request) throws {
    if request.status == .returned {
      let stream = try company.request(request.id).stream
      if chance(4) {
        try company.order(
          request.submitter, .answer(request.id, .withdraw(comment: "")), on: stream)
      } else {
        try company.order(
          request.submitter,
          .resubmit(
            request.id, values: chance(2) ? [:] : ["budget": amount()], attachments: [:],
            reason: chance(2) ? "" : "second thoughts"), on: stream)
      }
      return
    }
    let person = pick(Self.people)
    switch Int.random(in: 0..<18, using: &random) {
    case 0: try company.reject(request.id, by: person, comment: "too much \u{1}")
    case 1: try company.returnBack(request.id, by: person)
    case 2:
      try company.returnBack(
        request.id, by: person, to: pick(request.route.steps.map(\.name)), comment: "再想想")
    case 3:
      try company.order(
        request.submitter, .answer(request.id, .withdraw(comment: "no more")),
        on: company.request(request.id).stream)
    case 4, 5, 6:
      let other = pick(Self.people)
      let answer = pick(
        [
          .takeBack, .transfer(to: other, comment: "yours"), .claim, .release, .see,
          .addSigner(other, pick([.before, .with, .after]), comment: "look"),
          .removeSigner(other), .ask("why?"), .consult(other, "what do you think?"),
          .reply("因为"), .remind(comment: ""), .copy(to: [other, "admin"]),
        ] as [Answer])
      try company.order(
        chance(3) ? request.submitter : person, .answer(request.id, answer),
        on: company.request(request.id).stream)
    default: try company.approve(request.id, by: person, comment: chance(2) ? "同意" : "")
    }
  }

  private mutating func changeCompany() throws {
    hired += 1
    switch Int.random(in: 0..<8, using: &random) {
    case 6:
      try company.order(
        "zhao",
        .delegate(
          Delegation(
            principal: "zhao", deputy: pick(["wu", "sun", "chen"]),
            until: CivilDate(year: 2027, month: 1, day: 1)!, reason: "away")), on: .workspace)
    case 7: try company.order("zhao", .endStandIn(StandInID("S-\(hired / 4)")), on: .workspace)
    case 0:
      try company.order(
        "admin",
        .importPeople([
          SmallCompany.person(PersonID("new\(hired)"), rank: 2, manager: "wu")
        ]), on: .workspace)
    case 1:
      try company.order(
        "admin", .appoint(pick(["chen", "zhao"]), .init(role: "sales_director")), on: .workspace)
    case 2:
      try company.order(
        "admin", .relieve(pick(["chen", "zhao"]), "sales_director"), on: .workspace)
    case 3: try company.order("admin", .leave(PersonID("new\(hired - 1)")), on: .workspace)
    case 4:
      editions += 1
      let document = RulebookSources.Document(
        file: SmallCompany.policy.file,
        text: SmallCompany.policy.text + "\n# edition \(editions)\n")
      try company.publish(
        RulebookSources(workflow: SmallCompany.workflow, layers: [document]), as: "admin")
    default:
      let open = try company.service.store.workspace()?.requests.keys.sorted() ?? []
      guard let request = open.first else {
        try company.order(
          "admin", .appoint("wu", .init(role: "administrator")), on: .workspace)
        return
      }
      try company.approve(request, by: "wu")
    }
  }
}
