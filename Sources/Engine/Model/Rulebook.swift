import CEL

/// A workflow and the effective policy over it, compiled: everything `decide` asks about rules.
///
/// Content-addressed: the digest names the exact texts it was made from, see `RulebookSources`.
public final class Rulebook: Sendable {
  public let digest: Digest
  public let workflow: Workflow
  public let policy: Policy
  /// What holds and criteria of milestones see: the project without a request.
  public let projectScope: Scope

  public init(digest: Digest, workflow: Workflow, policy: Policy, projectScope: Scope) {
    self.digest = digest
    self.workflow = workflow
    self.policy = policy
    self.projectScope = projectScope
  }

  /// INVARIANT (rules-for-every-action): a checked policy has rules, if empty ones, for each action of its workflow.
  public func rules(of action: ActionName) -> ActionRules { policy.rules[action]! }
}

/// The texts that a rulebook is made from: the workflow and the policy's layers, the most general first.
///
/// Its canonical JSON is what the digest covers and what the store keeps, so an auditor can hash and read it
/// without this program.
public struct RulebookSources: Sendable, Hashable, Codable {
  public struct Document: Sendable, Hashable, Codable {
    /// The file's own name, without folders, so that the digest does not depend on where it lay.
    public let file: String
    public let text: String

    public init(file: String, text: String) {
      self.file = file
      self.text = text
    }
  }

  public let workflow: Document
  public let layers: [Document]

  public init(workflow: Document, layers: [Document]) {
    self.workflow = workflow
    self.layers = layers
  }

  /// What a rulebook made of these texts is known by.
  public func digest(_ sha256: DigestFunction) -> Digest {
    guard let bytes = try? JSON.bytes(of: self) else {
      preconditionFailure("texts have an exact JSON form")
    }
    return sha256(bytes)
  }
}
