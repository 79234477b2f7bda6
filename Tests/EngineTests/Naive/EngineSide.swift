import CEL
import Diagnostics
import Engine
import PolicyFiles
import TestKit
import Testing

/// The same company, policy and request as the naive evaluator's, put to the engine.
struct EngineSide {
  static let request: RequestID = "R-1"
  /// What the request is pinned to.
  private(set) var rulebook: Rulebook
  /// What is in force by now; nil: the same.
  var current: Rulebook?
  private(set) var directory: Directory
  private(set) var project: Project
  private var now: Timestamp
  /// The request as it stood after the last command, ended or not.
  private(set) var latest: Request?

  static func rulebook(_ chain: NaiveChain) throws -> Rulebook {
    try loadRulebook(
      sources: RulebookSources(
        workflow: RandomPolicy.workflow,
        layers: [.init(file: "random-policy.yaml", text: RandomPolicy.yaml(chain))]),
      timeZones: systemTimeZones, sha256: sha256)
  }

  init(_ rulebook: Rulebook, _ company: NaiveCompany, submitter: String) throws {
    self.rulebook = rulebook
    directory = Self.directory(company)
    now = try Self.time(company.today)
    let envelope = Envelope(command: "open", actor: Self.actor(submitter), at: now)
    // Whoever opens the project has to be there; they may be gone when it is asked for.
    var present = company
    present.people[submitter]!.leftOn = nil
    project = try Project.decide(
      Command(envelope: envelope, order: .open(title: "x", policy: "random", forms: [:])), on: nil,
      Self.facts(Self.directory(present), rulebook)
    ).record
    assign(company, envelope)
  }

  mutating func adopt(_ company: NaiveCompany) throws {
    directory = Self.directory(company)
    now = try Self.time(company.today)
    assign(company, Envelope(command: "change", actor: .timer(account: "test"), at: now))
  }

  private mutating func assign(_ company: NaiveCompany, _ envelope: Envelope) {
    for (role, people) in company.projectRoles.sorted(by: { $0.key < $1.key }) {
      let event = Event.project(
        .appointed(role: RoleName(role), people: people.map { PersonID($0) }))
      if let next = Project.evolve(project, event, envelope) { project = next }
    }
  }

  /// Files the request; the refusal, or nil.
  mutating func begin(_ content: [String: String], by person: String) throws -> Refusal.Code? {
    try carryOut(
      .submit(action: "ask", values: Self.values(content), attachments: [:], reason: ""), person)
  }

  mutating func carryOut(_ command: NaiveCommand, by person: String) throws -> Refusal.Code? {
    try carryOut(order(command), person)
  }

  private mutating func carryOut(_ order: Order, _ person: String) throws -> Refusal.Code? {
    switch decide(order, person) {
    case .failure(let refusal): return refusal.code
    case .success(let decision):
      latest = decision.touched.first { $0.id == Self.request } ?? latest
      project = decision.record
      if let current, latest?.rulebook == current.digest { rulebook = current }
      return nil
    }
  }

  /// What a command would lead to.
  func verdict(_ command: NaiveCommand, by person: String) -> Refusal.Code? {
    switch decide(order(command), person) {
    case .failure(let refusal): refusal.code
    case .success: nil
    }
  }

  func decide(_ order: Order, _ person: String) -> Result<Decision<Project>, Refusal> {
    let actor = order == .tick ? Actor.timer(account: "clock") : Self.actor(person)
    let envelope = Envelope(command: "try", actor: actor, at: now)
    do throws(Refusal) {
      return .success(
        try Project.decide(
          Command(envelope: envelope, order: order), on: project, facts))
    } catch {
      return .failure(error)
    }
  }

  static func facts(_ directory: Directory, _ rulebook: Rulebook, current: Rulebook? = nil) -> Facts
  {
    Facts(
      directory: directory, allowsActingAs: false, current: current ?? rulebook, pinned: rulebook,
      open: [rulebook],
      timeZones: systemTimeZones, sha256: sha256, nextProject: "P-1", nextRequest: request)
  }

  var facts: Facts { Self.facts(directory, rulebook, current: current) }

  func envelope(of person: String) -> Envelope {
    Envelope(command: "look", actor: Self.actor(person), at: now)
  }

  private static func actor(_ person: String) -> Actor {
    Actor(person: PersonID(person), authentication: .account(person))
  }

  private static func time(_ day: Int) throws -> Timestamp {
    try #require(Timestamp(seconds: Int64(day) * 86_400 + 3_600))
  }

  private static func values(_ content: [String: String]) -> [FieldName: String] {
    Dictionary(uniqueKeysWithValues: content.map { (FieldName($0.key), $0.value) })
  }

  private static func directory(_ company: NaiveCompany) -> Directory {
    func day(_ number: Int) -> CivilDate? {
      number == .max || number == 0 ? nil : CivilDate(daysSinceEpoch: number)
    }
    let people = company.people.map { name, person in
      Person(
        id: PersonID(name), name: Bilingual(verbatim: name),
        manager: person.manager.map { PersonID($0) },
        ceiling: person.ceiling.map { $0 == .max ? .unlimited : .amount(Decimal(Int64($0))) },
        accounts: [name], aliasOf: person.aliasOf.map { PersonID($0) },
        leftOn: person.leftOn.flatMap(day),
        successor: person.takenOver.flatMap { entry in
          day(entry.on).map { Succession(to: PersonID(entry.by), on: $0) }
        },
        holdings: person.roles.map {
          .init(role: RoleName($0.name), from: day($0.from), until: day($0.until))
        })
    }
    let standIns = company.standIns.enumerated().compactMap { index, standIn -> StandIn? in
      guard let from = day(standIn.from), let until = day(standIn.until) else { return nil }
      return StandIn(
        id: StandInID("S-\(index + 1)"), principal: PersonID(standIn.principal),
        deputy: PersonID(standIn.deputy), from: from, until: until,
        extent: .init(actions: standIn.action.map { [ActionName($0)] } ?? [], projects: []),
        cap: standIn.cap.map { Decimal(Int64($0)) })
    }
    return Directory(people: people, standIns: standIns)
  }

  // MARK: - Orders

  private func order(_ command: NaiveCommand) -> Order {
    switch command {
    case .resubmit(let values):
      .resubmit(Self.request, values: Self.values(values), attachments: [:], reason: "")
    case .migrate(let onlyIfStricter): .migrate(Self.request, onlyIfStricter: onlyIfStricter)
    case .tick: .tick
    default: .answer(Self.request, answer(command))
    }
  }

  private func text(_ says: Bool) -> String { says ? "because" : "" }

  private func answer(_ command: NaiveCommand) -> Answer {
    switch command {
    case .approve(let view, let says): .approve(binding(view), comment: text(says))
    case .reject(let view, let says): .reject(binding(view), comment: text(says))
    case .returnBack(let view, let to, let straight, let says):
      .returnBack(
        binding(view), to: to.map { StepName($0) }, resume: straight ? .jumpBack : .forward,
        comment: text(says))
    case .withdraw, .resubmit, .migrate, .tick: .withdraw(comment: "")
    case .takeBack: .takeBack
    case .claim: .claim
    case .release: .release
    case .see: .see
    case .transfer(let person): .transfer(to: PersonID(person), comment: "")
    case .addSigner(let person, let turn):
      .addSigner(PersonID(person), RoutedStep.Turn.allCases[turn], comment: "")
    case .removeSigner(let person): .removeSigner(PersonID(person))
    case .ask(let says): .ask(text(says))
    case .consult(let person, let says): .consult(PersonID(person), text(says))
    case .reply(let says): .reply(text(says))
    case .remind: .remind(comment: "")
    case .copy(let people): .copy(to: people.map { PersonID($0) })
    case .override(let view, let says): .override(binding(view), reason: text(says))
    }
  }

  private func binding(_ view: NaiveCommand.View) -> Request.Binding {
    let other = rulebook.digest == Self.someDigest ? Self.otherDigest : Self.someDigest
    guard let current = latest?.binding else {
      return .init(content: other, rulebook: other, revision: 0)
    }
    return switch view {
    case .current: current
    case .otherContent:
      .init(content: other, rulebook: current.rulebook, revision: current.revision)
    case .otherRules:
      .init(content: current.content, rulebook: other, revision: current.revision)
    case .otherRevision:
      .init(
        content: current.content, rulebook: current.rulebook, revision: current.revision + 1)
    }
  }

  private static let someDigest = sha256([1])
  private static let otherDigest = sha256([2])
}

extension NaiveRefusal {
  /// The kind of the engine's refusal; nil: one that no naive rule knows.
  init?(_ code: Refusal.Code) {
    switch code {
    case .inactivePerson: self = .gone
    case .notPending: self = .notPending
    case .notReturned: self = .notReturned
    case .staleView: self = .stale
    case .selfApproval: self = .submitter
    case .alreadySigned: self = .signed
    case .notASigner, .notYourTurn: self = .notAsked
    case .commentRequired: self = .silent
    case .unknownStep: self = .unknownStep
    case .notAllowed: self = .notAllowed
    case .nothingChanged: self = .nothing
    case .unknownPerson: self = .unknownPerson
    case .emptyRoute, .incomplete: self = .emptyRoute
    case .lapsed: self = .lapsed
    case .notAdministrator: self = .notAdministrator
    default: return nil
    }
  }
}
