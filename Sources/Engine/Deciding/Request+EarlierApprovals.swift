import CEL

/// Whether what was agreed to before still counts, and if not, why: for whoever looks at a request.
extension Request {
  /// How an approval of an earlier round stands in this one.
  public enum Standing: Sendable, Hashable {
    /// It fills its place.
    case counts
    /// Its step is not asked yet; when it is, the approval will be looked at, and nothing has got worse for it so far.
    case covers
    /// These fields are worse for it than what it agreed to, or changed with no rule saying that this does not matter.
    case outgrown([FieldName])
    /// Nothing got worse, but a return opened the question anew.
    case reopened
    /// The place is no longer in the route.
    case gone
    /// The same human, or another, has decided the place since.
    case superseded
  }

  /// How each approval of earlier rounds stands. `reapproval` is the policy's rule for the request's action.
  public func standings(_ reapproval: [FieldName: Worsening]) -> [(
    approval: EarlierApproval, standing: Standing
  )] {
    earlier.map { ($0, standing(of: $0, reapproval)) }
  }

  private func standing(of approval: EarlierApproval, _ reapproval: [FieldName: Worsening])
    -> Standing
  {
    guard let step = route.steps.firstIndex(where: { $0.name == approval.step }),
      route.steps[step].slots.indices.contains(approval.slot)
    else { return .gone }
    let isAsked = progress[step].askedOn != nil && status == .pending
    switch progress[step].outcomes[approval.slot] {
    case .concluded(.covered(let signature))? where signature == approval.signature:
      return .counts
    case .signed?, .opposed?, .concluded?: return .superseded
    case nil: break
    }
    let worse = reapproval.fieldsOutgrown(approval.content, content, for: approval.step)
    if !worse.isEmpty { return .outgrown(worse) }
    if !isAsked, !reapproval.isEmpty || carries != .nothing { return .covers }
    return .reopened
  }
}

extension [FieldName: Worsening] {
  /// The fields on whose account what a step agreed to does not cover what is asked for now, in their order.
  ///
  /// A field that the policy says nothing about matters to everybody, whichever way it changed.
  func fieldsOutgrown(
    _ before: [FieldName: FieldValue], _ now: [FieldName: FieldValue], for step: StepName
  ) -> [FieldName] {
    Set(before.keys).union(now.keys).filter { field in
      guard before[field] != now[field] else { return false }
      guard let rule = self[field] else { return true }
      if let asks = rule.asks, !asks.contains(step) { return false }
      return rule.isWorse(before[field], now[field])
    }.sorted()
  }
}
