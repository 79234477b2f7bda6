import CEL

extension Facts {
  /// Gathers what a decision about an order may look at: the same for whoever decides and for whoever verifies it later.
  ///
  /// `rulebook` gives the compiled rulebook of a digest, `parent` a project, `children` those opened under one, `others` what
  /// others weigh in a rolling window; nil: it is not known, and then nothing is routed.
  package convenience init(
    for command: Command, _ workspace: Workspace?, _ project: Project?, timeZones: TimeZoneRules,
    sha256: @escaping DigestFunction, isSigned: @escaping SignatureCheck,
    parent: (ProjectID) throws -> Project?, children: (ProjectID) throws -> [Child],
    nextProject: () throws -> ProjectID,
    nextRequest: () throws -> RequestID, lastNumber: (String) throws -> Int,
    rulebook: (Digest) throws -> Rulebook,
    others: (WindowQuestion) throws -> OtherWeights?
  ) throws {
    let order = command.order
    var policy = project?.policy
    switch order {
    case .open(_, let name, _, _), .publish(let name, _, _): policy = name
    // The company's day is that of its first policy's calendar.
    case let order where order.concernsPeople: policy = workspace?.policies.keys.min()
    case .tick where project == nil: policy = workspace?.policies.keys.min()
    default: break
    }
    let current = try policy.flatMap { workspace?.policies[$0]?.rulebook }.map(rulebook)
    var alsoOpen: [Rulebook] = []
    if case .tick = order {
      let open = project?.requests ?? workspace?.requests ?? [:]
      alsoOpen = try Set(open.values.map(\.rulebook)).sorted { $0.description < $1.description }
        .map(rulebook)
    }
    let request = order.request.flatMap {
      project == nil ? workspace?.requests[$0] : project?.requests[$0]
    }
    var proposed: Rulebook?
    if case .publish(_, _, let digest) = order { proposed = try rulebook(digest) }
    if case .publish(_, _, let digest)? = request?.subject { proposed = try rulebook(digest) }
    var above: Project?
    if case .open(_, _, _, let id?) = order { above = try parent(id) }
    let directory = workspace?.directory ?? Directory()
    let pinned = try (request?.rulebook).map(rulebook)
    let looksDown = ([current, pinned] + alsoOpen).contains {
      $0?.workflow.children.isEmpty == false
    }
    var lastNumbers: [String: Int] = [:]
    for series in order.series(
      current, pinned, request, on: { timeZones.day(of: command.envelope.at, in: $0) })
    {
      lastNumbers[series] = try lastNumber(series)
    }
    let questions = Self.questions(
      for: command, directory, project, current: current, pinned: pinned, timeZones)
    self.init(
      directory: directory,
      allowsActingAs: workspace?.allowsActingAs ?? false, current: current,
      pinned: pinned, open: alsoOpen, proposed: proposed, others: try questions.compactMap(others),
      duties: policy.flatMap { workspace?.policies[$0]?.duties } ?? [:],
      timeZones: timeZones, sha256: sha256, parent: above,
      children: try (above ?? (looksDown ? project : nil)).map { try children($0.id) },
      lastNumbers: lastNumbers,
      nextProject: try nextProject(),
      nextRequest: try nextRequest(), sealing: Sealing(in: workspace, command.seal, isSigned))
  }
}
