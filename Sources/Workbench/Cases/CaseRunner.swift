import CEL
import Diagnostics
import Engine
import PolicyFiles

/// Runs the cases of a policy through the engine itself: what a case proves, a submission will do.
package struct CaseRunner: Sendable {
  private let rulebook: Rulebook
  private let timeZones: TimeZoneRules
  private let sha256: DigestFunction

  package init(
    _ rulebook: Rulebook, timeZones: TimeZoneRules, sha256: @escaping DigestFunction
  ) {
    self.rulebook = rulebook
    self.timeZones = timeZones
    self.sha256 = sha256
  }

  package func run(_ cases: PolicyCases) -> CaseReport {
    let directory = Directory(people: cases.people)
    var coverage = Coverage(rulebook)
    let runs = cases.cases.map { policyCase in
      let observation = observe(policyCase, directory)
      let differences = observation.differences(from: policyCase.expectation)
      coverage.record(observation, policyCase.expectation)
      return CaseReport.Run(policyCase: policyCase, differences: differences)
    }
    return CaseReport(policy: rulebook.policy.name, runs: runs, coverage: coverage)
  }

  private func observe(_ policyCase: PolicyCase, _ directory: Directory) -> Observation {
    let actor = policyCase.submission?.by ?? directory.people.keys.min() ?? "nobody"
    let envelope = Envelope(
      command: "case", actor: Actor(person: actor, authentication: .account("case")),
      at: noon(policyCase.today))
    let scope = policyCase.submission.flatMap { rulebook.policy.rules[$0.action]?.scope }
    let facts = Facts(
      directory: directory, allowsActingAs: false, current: rulebook,
      pinned: nil,
      others: scope.map {
        OtherWeights.supposed(policyCase.situation.windows, in: $0, on: policyCase.today)
      } ?? [], timeZones: timeZones, sha256: sha256, children: policyCase.situation.kin,
      nextProject: "P-1", nextRequest: "R-1000")
    let since = policyCase.situation.since.map {
      Envelope(command: envelope.command, actor: envelope.actor, at: noon($0))
    }
    let project = project(policyCase.situation, since ?? envelope)
    let inquiry = Inquiry(project, rulebook, facts, at: envelope)
    guard let submission = policyCase.submission,
      let action = rulebook.workflow[action: submission.action]
    else {
      return Observation(
        rulebook: rulebook, inquiry: inquiry, examination: nil, readings: inquiry.unasked,
        verdict: .unasked)
    }
    let attachments = Dictionary(
      submission.attached.map { ($0, Attachment(name: $0.text, size: 0, digest: sha256([]))) }
    ) { first, _ in first }
    let verdict: Observation.Verdict
    do throws(Refusal) {
      let decision = try Project.decide(
        Command(
          envelope: envelope,
          order: .submit(
            action: action.name, values: submission.values, attachments: attachments,
            reason: submission.reason),
          // Nothing of it is kept: any will do.
          salt: [UInt8](repeating: 0, count: SealedContent.saltLength)), on: project, facts)
      verdict = .admitted(decision.touched.first)
    } catch {
      verdict = .refused(error)
    }
    let content = try? inquiry.content(
      of: action, typed: submission.values, attachments: attachments, reason: submission.reason)
    let examination = content.map { inquiry.examine(action, $0) }
    return Observation(
      rulebook: rulebook, inquiry: inquiry, examination: examination,
      readings: examination?.readings ?? inquiry.unasked, verdict: verdict)
  }

  /// The middle of the day in the zone of the policy, so that no zone makes another day of it.
  private func noon(_ day: CivilDate) -> Timestamp {
    let noon = Int64(day.daysSinceEpoch) * 86_400 + 43_200
    let zone = rulebook.policy.calendar.zone
    let offset = Timestamp(seconds: noon).flatMap { timeZones.offset(zone, at: $0) } ?? 0
    // Days of the first and the last year may have no such time in other zones.
    return Timestamp(seconds: noon - Int64(offset)) ?? Timestamp(day)
  }

  /// The project that events would have made so.
  private func project(_ situation: PolicyCase.Situation, _ envelope: Envelope) -> Project {
    let workflow = rulebook.workflow
    var project: Project?
    func happened(_ event: ProjectEvent) {
      project = Project.evolve(project, .project(event), envelope)
    }
    happened(
      .opened(
        id: "P-1", title: "case", workflow: workflow.name, policy: rulebook.policy.name,
        role: workflow.openedBy, stage: situation.stage ?? workflow.firstStage.name,
        parent: situation.parent.map { ParentLink(id: "P-1000", values: $0) }))
    happened(
      .appointed(role: workflow.openedBy, people: situation.roles[workflow.openedBy] ?? []))
    for (role, people) in situation.roles where role != workflow.openedBy {
      happened(.appointed(role: role, people: people))
    }
    for (form, values) in situation.forms { happened(.recorded(form: form, values: values)) }
    if !situation.original.isEmpty { happened(.rebaselined(plan: situation.original)) }
    if !situation.baseline.isEmpty { happened(.rebaselined(plan: situation.baseline)) }
    if !situation.milestones.isEmpty { happened(.planned(milestones: situation.milestones)) }
    for kind in situation.reached { happened(.reached(milestone: kind)) }
    if let spent = situation.spent { happened(.spent(amount: spent)) }
    for (name, day) in situation.duties {
      switch rulebook.workflow[duty: name]?.recurrence {
      case .every(let period, _)?:
        period.end(of: day).map { happened(.dutyFulfilled(name, .period(through: $0))) }
      case .after?:
        let then = Envelope(command: envelope.command, actor: envelope.actor, at: noon(day))
        project = Project.evolve(project, .project(.dutyArose(name)), then)
      case nil: break
      }
    }
    for (index, action) in situation.open.enumerated() {
      project = Project.evolve(project, .request(open(action, index + 1)), envelope)
    }
    guard let project else { preconditionFailure("`opened` opens a project") }
    return project
  }

  /// A request that somebody filed and nobody has signed yet.
  private func open(_ action: ActionName, _ number: Int) -> RequestEvent {
    let step = RoutedStep(
      name: "open", title: Bilingual(verbatim: "open"), position: 0,
      slots: [.init(authorities: [.companyRole(Role.administrator)])], within: nil,
      needsComment: false)
    return .submitted(
      request: RequestID(number: number), subject: .action(action, on: "P-1"), content: [:],
      reason: "", contentDigest: sha256([]), rulebook: rulebook.digest,
      route: Route(steps: [step], considered: []))
  }
}
