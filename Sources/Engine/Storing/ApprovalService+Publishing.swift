// What publishing a policy asks of its texts, and of whoever waits under the version before.

extension ApprovalService {
  /// The version that a command might put in force, now or after others agree; nil: it is about something else.
  func toBePublished(by order: Order, _ workspace: Workspace?, _ proposed: Rulebook?) throws
    -> (PolicyName, Rulebook)?
  {
    switch order {
    case .publish(let policy, _, _): return proposed.map { (policy, $0) }
    case .answer(let id, .approve), .answer(let id, .override):
      guard case .publish(let policy, _, let digest)? = workspace?.requests[id]?.subject else {
        return nil
      }
      return (policy, try rulebook(digest))
    default: return nil
    }
  }

  /// What is filed or appointed elsewhere meanwhile is not seen: it has a path under rules that were in force.
  func stranded(
    under proposed: Rulebook, of policy: PolicyName, _ facts: Facts, _ envelope: Envelope
  ) throws -> [Stranded] {
    try store.projects(withOpenRequestsUnder: policy).flatMap { id in
      try store.project(id).map { project in
        try Stranded.all(in: project, under: proposed, facts, envelope, pinned: rulebook)
      } ?? []
    }
  }

  /// The texts of a rulebook that is to be published: those of the digest, and fit to be compiled.
  ///
  /// Nobody puts a policy in force through this door that could not be read afterwards.
  func publishable(_ order: Order, _ sources: RulebookSources?) throws
    -> (sources: RulebookSources?, rulebook: Rulebook?)
  {
    guard case .publish(let policy, let workflow, let digest) = order else { return (nil, nil) }
    guard let texts = try sources ?? store.rulebook(digest), texts.digest(sha256) == digest else {
      throw Refusal.unknownRulebook(digest)
    }
    let rulebook = try compile(texts)
    guard rulebook.policy.name == policy, rulebook.workflow.name == workflow else {
      throw Refusal.unknownRulebook(digest)
    }
    return (texts, rulebook)
  }
}
