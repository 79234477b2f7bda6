import Engine

extension Session {
  /// Sends an order and tells what it led to.
  func carryOut(
    _ order: Order, on target: Stream?, _ writing: Writing, _ setting: Setting,
    publishing sources: RulebookSources? = nil, enclosing enclosures: [[UInt8]] = []
  ) throws {
    let report = try report(
      of: order, on: target, writing, publishing: sources, enclosing: enclosures)
    if setting.json {
      Terminal.print(try report.json())
    } else {
      Terminal.print(report.text)
    }
  }

  /// Sends an order, and gives what there is to tell about it.
  func report(
    of order: Order, on target: Stream?, _ writing: Writing,
    publishing sources: RulebookSources? = nil, enclosing enclosures: [[UInt8]] = []
  ) throws -> Report {
    var before: Project?
    if case .project(let id)? = target { before = try store.project(id).map(revealed) }
    let outcome = try execute(
      order, on: target, commandID: writing.commandID, dryRun: writing.dryRun,
      publishing: sources, enclosing: enclosures)
    return try report(try revealed(outcome), before, isDryRun: writing.dryRun)
  }

  /// The outcome with titles, names, and who is asked next.
  func report(_ outcome: Service.Outcome, _ before: Project?, isDryRun: Bool) throws
    -> Report
  {
    // People as they are now: the command may have been about them.
    let people = (isDryRun ? nil : try store.workspace()?.directory) ?? workspace.directory
    var project: Project?
    var rulebook: Rulebook?
    if case .project(let id) = outcome.stream {
      project = try store.project(id)
      let policy = project?.policy ?? outcome.openedPolicy
      rulebook = try policy.flatMap { workspace.policies[$0]?.rulebook }.map(service.rulebook)
    } else {
      rulebook = try companyRulebook()
    }
    let views = try outcome.touched.filter(\.status.isOpen).map { request in
      let pinned = try service.rulebook(request.rulebook)
      return RequestView(
        request: request, project: project, rulebook: pinned, people: people,
        population: Population(
          directory: people, projectRoles: project?.people ?? [:], today: today(pinned)))
    }
    let gaps = outcome.isRepetition ? [] : try newGaps(after: outcome.events)
    let holes = try gaps.map { policy in
      (
        policy,
        Glossary(people: people, rulebook: try policiesInForce(policy.policy.text).first?.rulebook)
      )
    }
    return Report(
      outcome: outcome, isDryRun: isDryRun,
      glossary: Glossary(people: people, rulebook: rulebook), before: before, views: views,
      holes: holes)
  }
}

extension ApprovalService.Outcome {
  /// The policy of a project that was opened just now.
  fileprivate var openedPolicy: PolicyName? {
    for case .project(.opened(_, _, _, let policy, _, _, _)) in events { return policy }
    return nil
  }
}
