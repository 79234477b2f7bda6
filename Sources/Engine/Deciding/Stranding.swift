import CEL
import Diagnostics

/// A pending request that a new version of its policy would leave without any path.
public struct Stranded: Sendable, Hashable {
  public let request: RequestID
  /// Where nobody can sign under the rules that it is pinned to.
  public let step: StepName

  /// Those of a project that the people there are could finish neither under the rules that they are pinned to nor under
  /// those that are to be put in force.
  ///
  /// `facts` are those of the decision to publish; `pinned` gives the rulebook of a digest.
  package static func all(
    in project: Project, under proposed: Rulebook, _ facts: Facts, _ envelope: Envelope,
    pinned: (Digest) throws -> Rulebook
  ) rethrows -> [Stranded] {
    try project.requests.values.sorted { $0.id < $1.id }.compactMap { request in
      guard let step = try request.stuckStep(project, facts, envelope, pinned(request.rulebook)),
        !request.wouldGoOn(project, under: proposed, facts, envelope)
      else { return nil }
      return Stranded(request: request.id, step: step)
    }
  }
}

extension Request {
  /// The first step that cannot be signed by the present people; nil: all can, as far as is found out within bounds.
  fileprivate func stuckStep(
    _ project: Project, _ facts: Facts, _ envelope: Envelope, _ pinned: Rulebook
  ) -> StepName? {
    let population = Deciding(ProjectDraft(project, envelope), facts, pinned).population(pinned)
    let repeats = pinned.policy.repeats
    switch status {
    case .pending:
      return population.canComplete(self, repeats) == false
        ? activeSteps.first.map { route.steps[$0].name } : nil
    case .returned:
      return population.canComplete(route, submitter: submitter, repeats: repeats) == false
        ? route.steps.first?.name : nil
    case .approved, .rejected, .withdrawn, .overridden, .lapsed: return nil
    }
  }

  /// Whether a migration to other rules would be accepted and could be signed by the present people.
  fileprivate func wouldGoOn(
    _ project: Project, under proposed: Rulebook, _ facts: Facts, _ envelope: Envelope
  ) -> Bool {
    guard status == .pending, case .action(let name, _) = subject,
      let action = proposed.workflow[action: name], action.needsSignatures
    else { return false }
    var deciding = Deciding(ProjectDraft(project, envelope), facts, proposed)
    let scope = proposed.rules(of: name).scope
    // What others weigh by then is not known; what they weighed when it was routed is near enough for who could sign.
    deciding.others = OtherWeights.supposed(
      Dictionary(
        route.windows.map { ($0.others.window, $0.others.sum) }, uniquingKeysWith: { $1 }),
      in: scope, on: deciding.today(proposed))
    guard let route = try? deciding.route(action, content, proposed, submitter: submitter) else {
      return false
    }
    return deciding.population(proposed).canComplete(
      route, submitter: submitter, repeats: proposed.policy.repeats) != false
  }
}

extension WorkspaceDeciding {
  /// Refuses a version under which pending requests would have no path left: neither that of their own rules nor that of
  /// the new ones.
  ///
  /// INVARIANT (a-path-remains): whoever filed under one version can go on under it or under the next.
  func requirePaths(_ policy: PolicyName) throws(Refusal) {
    guard let first = facts.stranded.first else { return }
    throw Refusal(
      .notAllowed,
      Bilingual(
        "this version would leave \(facts.stranded.count) pending request(s) without any path",
        zh: "此版本将使 \(facts.stranded.count) 项待审批申请无路可走"),
      details: facts.stranded.map { stranded in
        Bilingual(
          "`\(stranded.request)`: nobody can complete it from step `\(stranded.step)` on, and it cannot go over to this version",
          zh: "`\(stranded.request)`：自步骤 `\(stranded.step)` 起无人可签完，也不能改用此版本")
      },
      help: Bilingual(
        "appoint another holder, or let it go over to the version in force first: tollgate policy migrate \(policy) \(first.request) --adopt",
        zh: "请任命其他人员，或先改用现行版本：tollgate policy migrate \(policy) \(first.request) --adopt"))
  }
}
