import CEL
import Diagnostics
import Engine

/// What decisions are taken anew with: everything that an engine is given from outside.
struct Rules: Sendable {
  let shelf: RulebookShelf
  /// What confidential values are opened with.
  let vault: Vault
  let timeZones: TimeZoneRules
  let sha256: DigestFunction
  let isSigned: SignatureCheck

  /// What deciding anew came to.
  enum Verdict {
    /// `isSigned`: a person's own signature was checked with it.
    case same(isSigned: Bool)
    /// The rules cannot be read.
    case unknown
    /// The order that stands with the events is none, or is about something else.
    case foreign
    case refused(Refusal)
    /// From this event on.
    case different(Int)
  }

  /// The other projects that a decision may look at, as they stood at that time.
  struct Relatives: Sendable {
    let project: @Sendable (ProjectID) -> Project?
    let children: @Sendable (ProjectID) -> [Child]

    static let none = Relatives(project: { _ in nil }, children: { _ in [] })
  }

  /// Decides about a project what was ordered, as the engine did at that time.
  func decide(
    _ command: RecordedCommand, on project: Project?, _ workspace: Workspace?,
    among relatives: Relatives
  ) -> Verdict {
    guard let given = command.given(vault) else {
      return command.seals.allSatisfy { vault[$0] != nil } ? .foreign : .unknown
    }
    guard !given.order.concernsWorkspace, let workspace else { return .foreign }
    let opened = project?.opened(with: vault)
    let verdict = verdict(command, given, workspace, opened, relatives) { facts throws(Refusal) in
      try Project.decide(given, on: opened, facts).events
    }
    if case .same = verdict { return verdict }
    // What cannot be opened could have led to what stands there.
    let seals = command.seals.union(project?.seals.map(\.digest) ?? [])
    return seals.allSatisfy { vault[$0] != nil } ? verdict : .unknown
  }

  /// Decides about the workspace what was ordered.
  func decide(_ command: RecordedCommand, on workspace: Workspace?) -> Verdict {
    guard let given = command.given([:]), given.order.canConcernWorkspace else { return .foreign }
    return verdict(command, given, workspace, nil, .none) { facts throws(Refusal) in
      try Workspace.decide(given, on: workspace, facts).events
    }
  }

  private struct Unreadable: Error {}

  private func verdict(
    _ command: RecordedCommand, _ given: Command, _ workspace: Workspace?, _ project: Project?,
    _ relatives: Relatives,
    _ decide: (Facts) throws(Refusal) -> [Event]
  ) -> Verdict {
    let facts = try? Facts(
      for: given, workspace, project, timeZones: timeZones, sha256: sha256, isSigned: isSigned,
      parent: relatives.project, children: relatives.children,
      nextProject: { command.opened ?? "" }, nextRequest: { command.submitted ?? "" },
      // A number must be the next of its series; that none is given twice, the rows tell.
      lastNumber: { series in (command.firstNumber(of: series) ?? 1) - 1 },
      rulebook: { digest in
        guard let rulebook = shelf[digest] else { throw Unreadable() }
        return rulebook
      },
      others: { command.others($0) })
    guard let facts else { return .unknown }
    do throws(Refusal) {
      let events = try decide(facts)
      guard events != command.events else { return .same(isSigned: given.seal != nil) }
      return .different(zip(events, command.events).prefix { $0 == $1 }.count)
    } catch {
      return .refused(error)
    }
  }
}

extension Order {
  /// Whether the workspace can decide it: its own matters, and answers to its own requests.
  fileprivate var canConcernWorkspace: Bool {
    switch self {
    case .answer, .resubmit, .tick: true
    default: concernsWorkspace
    }
  }
}

extension RecordedCommand {
  private struct Statement: Decodable {
    let order: Order
    let person: String
    let seal: Seal?
    let target: String
  }

  /// The command, if whoever acted gave it about this record. nil: the log does not say what was ordered.
  fileprivate func given(_ vault: Vault) -> Command? {
    guard let order = openedOrder(vault), let text = try? JSONText(parsing: order),
      let statement = try? text.decode(Statement.self),
      statement.person == envelope.actor.person?.text ?? "timer",
      // What makes its record is ordered of none.
      statement.target == stream.description
        || statement.target.isEmpty
          && (firstVersion == 1 || stream == .workspace)
    else { return nil }
    return Command(
      envelope: envelope, order: statement.order, salt: salt(vault), seal: statement.seal)
  }

  /// The first number that the command gave of a series; nil: it gave none.
  fileprivate func firstNumber(of series: String) -> Int? {
    events.flatMap(\.numbersGiven).filter { $0.series == series }.map(\.number).min()
  }

  fileprivate var submitted: RequestID? {
    for case .request(.submitted(let id, _, _, _, _, _, _)) in events { return id }
    return nil
  }

  /// What others weighed, as it was written down with the route: the store that was asked then is not there any more.
  fileprivate func others(_ question: WindowQuestion) -> OtherWeights? {
    for case .request(let event) in events {
      let route: Route
      switch event {
      case .submitted(_, _, _, _, _, _, let found), .resubmitted(_, _, _, _, let found),
        .migrated(_, _, let found):
        route = found
      default: continue
      }
      return route.windows.map(\.others).first {
        $0.window == question.window.name && $0.bearer == question.bearers[0]
          && $0.since == question.since
      }
    }
    return nil
  }

  fileprivate var opened: ProjectID? {
    if case .project(let id) = stream { id } else { nil }
  }
}

extension Tally {
  /// Counts a decision that was taken anew, and tells where the log has another one.
  mutating func count(_ verdict: Rules.Verdict, of command: RecordedCommand) {
    let sequence = command.sequence
    let person = command.envelope.actor.person?.text ?? "timer"
    switch verdict {
    case .same(let isSigned):
      reevaluated += 1
      if isSigned { signed += 1 }
    case .unknown: notEvaluated += 1
    case .foreign:
      find(
        .decision, at: sequence,
        Bilingual(
          "event \(sequence) by `\(person)`: no order stands with it that could have led to it",
          zh: "第 \(sequence) 条事件（`\(person)`）：没有可导致它的命令"))
    case .refused(let refusal):
      find(
        refusal.code.finding, at: sequence,
        Bilingual(
          "event \(sequence) by `\(person)`: the rules refuse it: \(refusal.reason.en)",
          zh: "第 \(sequence) 条事件（`\(person)`）：规则不允许：\(refusal.reason.zh)"))
    case .different(let offset):
      find(
        .decision, at: sequence + offset,
        Bilingual(
          "event \(sequence + offset) by `\(person)`: the rules lead to something else",
          zh: "第 \(sequence + offset) 条事件（`\(person)`）：按规则应得出不同结果"))
    }
  }
}

extension Refusal.Code {
  /// What is wrong with a log that has something the rules refuse for this reason: who may, what may be done, or who signed.
  fileprivate var finding: Finding.Code {
    switch self {
    case .unknownPerson, .inactivePerson, .notAdministrator, .notAllowed, .actingAsForbidden,
      .selfApproval, .alreadySigned, .notYourTurn, .notASigner:
      .authority
    case .unsigned, .wrongSignature: .signature
    default: .decision
    }
  }
}
