import CEL

/// A person's own signature under one decision, made with a key that only they have.
public struct Seal: Sendable, Hashable, Codable {
  /// What was signed, byte for byte: the text of a ``DecisionStatement``.
  public let statement: String
  /// As `ssh-keygen -Y sign -n tollgate` makes it: SSHSIG in its armor.
  public let signature: String

  public init(statement: String, signature: String) {
    self.statement = statement
    self.signature = signature
  }
}

/// Whether a text is a signature of a statement by a key. Given to the engine, which links no cryptography itself.
public typealias SignatureCheck =
  @Sendable (_ signature: String, _ statement: String, PublicKey) -> Bool

/// What decisions of people with keys are held against.
public struct Sealing: Sendable {
  /// nil: there is no workspace, so nothing can be signed.
  let workspace: Workspace.Mark?
  /// What came with the command; nil: nothing.
  let seal: Seal?
  let isSigned: SignatureCheck

  public init(in workspace: Workspace?, _ seal: Seal?, _ isSigned: @escaping SignatureCheck) {
    self.workspace = workspace?.mark
    self.seal = seal
    self.isSigned = isSigned
  }

  /// Nothing was signed, and no signature would be believed.
  public static let none = Sealing(in: nil, nil) { _, _, _ in false }
}

extension Workspace {
  /// Which workspace: a signature for one is worth nothing in another.
  struct Mark: Sendable, Hashable, Codable {
    let name: String
    let founded: Timestamp
  }

  var mark: Mark { Mark(name: name, founded: foundedAt) }
}

/// What a person signs: which verdict on what content of which request, under which rules, in which round.
///
/// Everything but the time, which is the server's to say.
public struct DecisionStatement: Sendable, Hashable {
  /// The namespace of SSHSIG: a signature for another purpose is none of ours.
  public static let namespace = "tollgate"

  /// Canonical JSON on one line, with its line feed.
  public let text: String

  /// nil for an answer that decides nothing.
  public init?(_ answer: Answer, to request: Request, by person: PersonID, in workspace: Workspace)
  {
    self.init(answer, to: request, by: person, in: workspace.mark)
  }

  init?(_ answer: Answer, to request: Request, by person: PersonID, in workspace: Workspace.Mark) {
    guard let verdict = Verdict(answer) else { return nil }
    let members = Members(
      comment: verdict.comment, conditions: verdict.conditions, content: verdict.binding.content,
      person: person, request: request.id, resume: verdict.resume,
      revision: verdict.binding.revision, round: request.round,
      rulebook: verdict.binding.rulebook, to: verdict.target, verdict: verdict.name,
      workspace: workspace)
    guard let json = try? JSON.bytes(of: members) else {
      preconditionFailure("names, numbers and texts have an exact JSON form")
    }
    text = String(decoding: json, as: UTF8.self) + "\n"
  }

  private struct Members: Encodable {
    let comment: String
    let conditions: [Reservation]?
    let content: Digest
    let person: PersonID
    let request: RequestID
    let resume: RequestEvent.Resume?
    let revision: Int
    let round: Int
    let rulebook: Digest
    let to: StepName?
    let verdict: String
    let workspace: Workspace.Mark
  }

  /// The answers that decide: those that are bound to what was seen.
  private struct Verdict {
    let name: String
    let binding: Request.Binding
    let comment: String
    /// nil: unconditional.
    var conditions: [Reservation]?
    /// Where a return goes; nil: no return, or to the submitter.
    var target: StepName?
    var resume: RequestEvent.Resume?

    init?(_ answer: Answer) {
      switch answer {
      case .approve(let binding, let comment, let conditions):
        (name, self.binding, self.comment) = ("approve", binding, comment)
        self.conditions = conditions.isEmpty ? nil : conditions
      case .reject(let binding, let comment):
        (name, self.binding, self.comment) = ("reject", binding, comment)
      case .returnBack(let binding, let target, let resume, let comment):
        (name, self.binding, self.comment) = ("return", binding, comment)
        self.target = target
        self.resume = resume
      case .override(let binding, let reason):
        (name, self.binding, comment) = ("override", binding, reason)
      case .withdraw, .takeBack, .transfer, .claim, .release, .addSigner, .removeSigner, .ask,
        .consult, .reply, .remind, .see, .copy:
        return nil
      }
    }
  }
}
