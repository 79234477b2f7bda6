import CEL
import Diagnostics
import Engine

/// Hand-made events and what they hold.
public enum Samples {
  public static let digest = sha256(Array("content".utf8))
  public static let rulebookDigest = sha256(Array("rulebook".utf8))
  public static let binding = Request.Binding(
    content: digest, rulebook: rulebookDigest, revision: 1)
  public static let sources = RulebookSources(
    workflow: .init(file: "presales.yaml", text: "workflow: presales\n"),
    layers: [.init(file: "standard.yaml", text: "policy: “标准”\n")])

  public static let day = CivilDate(year: 2026, month: 11, day: 21)!
  public static let instant = Timestamp(seconds: 1_800_000_000, nanos: 123_456_789)!

  public static func person(_ id: PersonID, _ roles: RoleName..., manager: PersonID? = nil)
    -> Person
  {
    Person(
      id: id, name: Bilingual("Person \(id)", zh: "员工 \(id)"), rank: 3, manager: manager,
      accounts: ["unix-\(id)"],
      holdings: roles.map { .init(role: $0, from: nil, until: day) })
  }

  public static let standIn = StandIn(
    id: "S-1", principal: "li", deputy: "wang", from: day, until: CivilDate("2026-12-01")!,
    extent: .init(actions: ["adjust"], projects: ["P-1"]), cap: Decimal(50_000), reason: "holiday",
    arrangedBy: "ada")

  public static let founding: [Event] = [
    .workspace(
      .founded(
        name: "Sample", administrator: person("ada", Role.administrator), allowsActingAs: true)),
    .workspace(
      .imported(people: [
        person("li", "sales_director", manager: "wang"), person("wang", "executive"),
        person("zhao", "executive", manager: "wang"),
      ])),
  ]

  public static func opening(
    _ id: ProjectID, title: String = "Tower", holder: PersonID = "chen", parent: ProjectID? = nil
  ) -> [Event] {
    [
      .project(
        .opened(
          id: id, title: title, workflow: "presales", policy: "standard", role: "project_manager",
          stage: "intake",
          parent: parent.map { ParentLink(id: $0, values: ["customer": .text("ACME")]) })),
      .project(.appointed(role: "sponsor", people: [holder])),
    ]
  }

  /// Three steps in sequence: the project's sponsor, two company roles together, and a named person.
  public static let route = Route(
    steps: [
      step("sponsor", 0, [[.projectRole("sponsor")]]),
      step("directors", 1, [[.companyRole("sales_director")], [.companyRole("executive")]]),
      step("owner", 2, [[.person("wang"), .companyRole("executive")]]),
    ],
    considered: [
      Consideration(
        step: "sponsor", condition: "measures.overrun > limits.tolerance",
        place: Place(file: "standard.yaml", line: 52, column: 14), holds: true,
        values: ["measures.overrun": "0.26", "limits.tolerance": "0.05"])
    ])

  static func step(_ name: StepName, _ position: Int, _ slots: [[RoutedAuthority]]) -> RoutedStep {
    RoutedStep(
      name: name, title: Bilingual("Step \(name)", zh: "步骤 \(name)"), position: position,
      slots: slots.map { .init(authorities: $0) }, within: .workingDays(2), needsComment: false)
  }

  public static func submission(_ id: RequestID, on project: ProjectID, route: Route = route)
    -> [Event]
  {
    [
      .request(
        .submitted(
          request: id, subject: .action("adjust", on: project),
          content: ["budget": .decimal(Decimal("126000.00")!)], reason: "prices rose",
          contentDigest: digest, rulebook: rulebookDigest, route: route)),
      asking(id, 0),
    ]
  }

  public static func asking(_ id: RequestID, _ step: Int) -> Event {
    .request(.asked(request: id, step: step, on: day, due: day))
  }

  public static func signing(_ id: RequestID, _ step: Int, _ slot: Int = 0, by human: PersonID)
    -> Event
  {
    .request(
      .signed(
        request: id, step: step, slot: slot,
        signature: Signature(
          person: human, human: human, basis: .role("executive"), comment: "同意 \"ok\"\n",
          at: instant, binding: binding)))
  }

  public static func concluding(_ id: RequestID, _ step: Int, _ slot: Int) -> Event {
    .request(
      .concluded(
        request: id, step: step, slot: slot, verdict: .repeats(step: "sponsor", human: "chen")))
  }

  public static func returning(_ id: RequestID, to step: Int?) -> Event {
    .request(
      .returned(
        request: id, from: "owner", to: step, resume: .forward, comment: "why?", binding: binding))
  }

  public static let everyValue: [FieldName: FieldValue] = [
    "text": .text("“引号” \u{1}\u{FFFF}\u{1F600} \\ \""), "choice": .choice("large"),
    "money": .decimal(Decimal("-0.07")!), "count": .integer(.min), "flag": .boolean(false),
    "date": .date(day), "who": .person("li.wei"),
    "file": .file(Attachment(name: "合同.pdf", size: .max, digest: digest)),
    "plan": .milestones([
      PlannedMilestone(kind: "signed", due: day, budget: Decimal("12.50")),
      PlannedMilestone(kind: "delivered", due: day),
    ]), "reached": .milestone("signed"),
  ]

  static let override = Override(
    by: "wang", human: "wang", reason: "flood", reviewOn: day)

  static let condition = Condition(
    id: "R-9/1", request: "R-9", by: "wang",
    terms: Reservation(criterion: "合同已签", owner: "li", due: day, blocks: "close"))

  /// What can be said to a request without ending it, in an order in which it can happen.
  static func everyAnswer(_ id: RequestID) -> [Event] {
    let added = RoutedStep.Slot(
      authorities: [.person("li")], added: .init(by: "chen", turn: .before))
    let question = Question(
      kind: .information, step: "sponsor", by: "chen", to: "zhou", text: "why?", on: day)
    let events: [RequestEvent] = [
      .seen(request: id), .reminded(request: id, comment: "soon"),
      .copied(request: id, to: ["li", "wang"]),
      .claimed(request: id, step: 0, slot: 0, holder: Holder(person: "chen", from: nil)),
      .released(request: id, step: 0, slot: 0),
      .transferred(
        request: id, step: 0, slot: 0, holder: Holder(person: "wang", from: "chen"), comment: ""),
      .signerAdded(request: id, step: 0, place: added, comment: ""),
      .signerRemoved(request: id, step: 0, slot: 1),
      .questioned(request: id, step: 0, question: question, paused: .workingDays(1)),
      .answered(request: id, question: 0, answer: "因为", step: 0, due: day),
      .late(request: id, step: 0, lateness: .escalated(to: .line(above: "chen"))),
      .opposed(
        request: id, step: 0, slot: 0,
        signature: Signature(
          person: "chen", human: "chen", basis: .role("sponsor"), comment: "no", at: instant,
          binding: binding)),
      .takenBack(request: id, step: 0, slot: 0), .expired(request: id, step: 0, slot: 0),
      .migrated(request: id, rulebook: rulebookDigest, route: route),
      .overrideRequested(request: id, override: override),
    ]
    return events.map(Event.request)
  }

  /// Every kind of event at least once, stream by stream, in an order in which they can happen.
  public static let everyEvent: [(stream: Stream, events: [Event])] = [
    (.workspace, founding),
    (.project("P-1"), opening("P-1")),
    (
      .project("P-1"),
      [
        .project(.filled(form: "facts", values: everyValue, cleared: ["old"])),
        .project(
          .performed(action: "plan", content: everyValue, reason: "", rulebook: rulebookDigest)),
        .project(.recorded(form: "plan", values: everyValue)), .project(.moved(to: "execution")),
        .project(.rebaselined(plan: ["budget": .decimal(Decimal("100000.00")!)])),
        .project(.spent(amount: Decimal("99.99")!)),
        .project(.planned(milestones: [PlannedMilestone(kind: "signed", due: day)])),
        .project(.reached(milestone: "signed")),
        .project(.froze(table: "sizes", outputs: [.choice("large"), .integer(3)])),
        .project(.conditioned([condition])),
        .project(.conditionReported("R-9/1", comment: "done")),
        .project(.conditionSettled("R-9/1", isMet: false, comment: "not yet")),
        .project(.conditionOverdue("R-9/1")),
        .project(.conditionExtended("R-9/1", to: day, comment: "")),
        .project(.reviewDue("R-9", on: day, letPassBy: ["wang", "zhao"])),
        .project(.reviewOverdue("R-9")), .project(.reviewed("R-9", comment: "fine")),
        .project(.nominated(role: "sponsor", person: "li")),
        .project(.drafted(action: "adjust", content: ["budget": "1"], reason: "因")),
      ]
    ),
    (.project("P-1"), submission("R-1", on: "P-1")),
    (.project("P-1"), [signing("R-1", 0, by: "chen"), asking("R-1", 1)]),
    (.project("P-1"), [concluding("R-1", 1, 0), signing("R-1", 1, 1, by: "wang")]),
    (.project("P-1"), [returning("R-1", to: 1), asking("R-1", 1)]),
    (.project("P-1"), [returning("R-1", to: nil)]),
    (
      .project("P-1"),
      [
        .request(
          .resubmitted(
            request: "R-1", content: everyValue, reason: "again", contentDigest: digest,
            route: route)), asking("R-1", 0),
      ]
    ),
    (
      .project("P-1"),
      [
        .request(
          .rejected(request: "R-1", step: "sponsor", comment: "too much", binding: binding))
      ]
    ),
    (.project("P-1"), submission("R-5", on: "P-1")),
    (.project("P-1"), everyAnswer("R-5")),
    (
      .project("P-1"),
      [
        .request(
          .overridden(
            request: "R-5", by: override, confirmedBy: "zhao", comment: "now"))
      ]
    ),
    (.project("P-1"), submission("R-6", on: "P-1")),
    (.project("P-1"), [.request(.outvoted(request: "R-6", step: "directors"))]),
    (.project("P-1"), submission("R-2", on: "P-1")),
    (.project("P-1"), [.request(.withdrawn(request: "R-2", comment: ""))]),
    (.project("P-1"), submission("R-3", on: "P-1")),
    (.project("P-1"), [.request(.approved(request: "R-3"))]),
    (.project("P-1"), submission("R-4", on: "P-1")),
    (
      .project("P-1"),
      [.project(.ended), .request(.lapsed(request: "R-4", cause: .projectEnded))]
    ),
    (
      .workspace,
      [
        .workspace(
          .appointed(person: "li", holding: .init(role: "executive", from: day, until: nil))),
        .workspace(.relieved(person: "li", role: "executive", on: day)),
        .workspace(.left(person: "zhao", on: day)),
        .workspace(.handedOver(person: "zhao", to: "li", on: day)),
        .workspace(.tookBack(person: "zhao", on: day)),
        .workspace(.delegated(standIn: standIn)),
        .workspace(.standInEnded(standIn: standIn, on: day, because: .revoked)),
        .workspace(.absent(person: "li", absence: .init(from: day, until: day, reason: "ill"))),
        .workspace(.cameBack(person: "li", from: day, on: day)),
        .workspace(
          .published(
            policy: "standard", workflow: "presales", rulebook: rulebookDigest, reviewed: false)),
      ]
    ),
  ]
}

extension Event {
  /// What it is, as the log calls it: a new kind of event is missing here until somebody adds a sample of it.
  public var kind: String {
    switch self {
    case .project(let event):
      switch event {
      case .opened: "opened"
      case .filled: "filled"
      case .performed: "performed"
      case .recorded: "recorded"
      case .moved: "moved"
      case .ended: "ended"
      case .appointed: "appointed to a project"
      case .rebaselined: "rebaselined"
      case .spent: "spent"
      case .planned: "planned"
      case .reached: "reached"
      case .froze: "froze"
      case .conditioned: "conditioned"
      case .conditionReported: "condition reported"
      case .conditionSettled: "condition settled"
      case .conditionExtended: "condition extended"
      case .conditionOverdue: "condition overdue"
      case .reviewDue: "review due"
      case .reviewed: "reviewed"
      case .reviewOverdue: "review overdue"
      case .nominated: "nominated"
      case .drafted: "drafted"
      }
    case .request(let event):
      switch event {
      case .submitted: "submitted"
      case .asked: "asked"
      case .signed: "signed"
      case .concluded: "concluded"
      case .rejected: "rejected"
      case .returned: "returned"
      case .opposed: "opposed"
      case .outvoted: "outvoted"
      case .takenBack: "taken back"
      case .transferred: "transferred"
      case .claimed: "claimed"
      case .released: "released"
      case .signerAdded: "signer added"
      case .signerRemoved: "signer removed"
      case .questioned: "questioned"
      case .answered: "answered"
      case .reminded: "reminded"
      case .seen: "seen"
      case .copied: "copied"
      case .overrideRequested: "override requested"
      case .overridden: "overridden"
      case .late: "late"
      case .expired: "expired"
      case .migrated: "migrated"
      case .withdrawn: "withdrawn"
      case .resubmitted: "resubmitted"
      case .approved: "approved"
      case .lapsed: "lapsed"
      }
    case .workspace(let event):
      switch event {
      case .founded: "founded"
      case .imported: "imported"
      case .appointed: "appointed"
      case .relieved: "relieved"
      case .left: "left"
      case .handedOver: "handed over"
      case .tookBack: "took back"
      case .delegated: "delegated"
      case .standInEnded: "stand-in ended"
      case .absent: "absent"
      case .cameBack: "came back"
      case .published: "published"
      }
    }
  }

  /// As many as `kind` has answers.
  public static let numberOfKinds = 62
}
