import CEL

/// What happened to a request, of a project or of the workspace.
public enum RequestEvent: Sendable, Hashable, Codable {
  case submitted(
    request: RequestID, subject: Request.Subject, content: [FieldName: FieldValue],
    reason: String, contentDigest: Digest, rulebook: Digest, route: Route)
  /// The step's signers are asked from now on.
  case asked(request: RequestID, step: Int, on: CivilDate, due: CivilDate?)
  case signed(request: RequestID, step: Int, slot: Int, signature: Signature)
  /// A vote against; the step goes on until the outcome is certain.
  case opposed(request: RequestID, step: Int, slot: Int, signature: Signature)
  case concluded(request: RequestID, step: Int, slot: Int, verdict: MachineVerdict)
  case rejected(request: RequestID, step: StepName, comment: String, binding: Request.Binding)
  /// The votes still open could not carry the step any more.
  case outvoted(request: RequestID, step: StepName)
  /// To an earlier step, or to the submitter (nil). Opens a new round.
  ///
  /// `resume` says whether those in between are asked again, or it comes straight back.
  case returned(
    request: RequestID, from: StepName, to: Int?, resume: Resume, comment: String,
    binding: Request.Binding)
  case withdrawn(request: RequestID, comment: String)
  case resubmitted(
    request: RequestID, content: [FieldName: FieldValue], reason: String, contentDigest: Digest,
    route: Route)
  /// 拿回: the signer takes the signature back. Opens a new round.
  case takenBack(request: RequestID, step: Int, slot: Int)
  case transferred(request: RequestID, step: Int, slot: Int, holder: Holder, comment: String)
  case claimed(request: RequestID, step: Int, slot: Int, holder: Holder)
  case released(request: RequestID, step: Int, slot: Int)
  case signerAdded(request: RequestID, step: Int, place: RoutedStep.Slot, comment: String)
  case signerRemoved(request: RequestID, step: Int, slot: Int)
  /// `paused` is what is left of the step's time; nil: its clock goes on.
  case questioned(request: RequestID, step: Int, question: Question, paused: Term?)
  /// `due` is the step's last day now that its clock runs again.
  case answered(request: RequestID, question: Int, answer: String, step: Int, due: CivilDate?)
  case reminded(request: RequestID, comment: String)
  case seen(request: RequestID)
  case copied(request: RequestID, to: [PersonID])
  case overrideRequested(request: RequestID, override: Override)
  /// Two people let it pass without the signatures that the policy asks for. The effects follow.
  case overridden(request: RequestID, by: Override, confirmedBy: PersonID, comment: String)
  /// The deadline of a step has passed, and this is what the machine does about it.
  case late(request: RequestID, step: Int, lateness: Lateness)
  /// The approval was given too long ago to count. Opens a new round.
  case expired(request: RequestID, step: Int, slot: Int)
  /// The request is decided under another rulebook from now on. Opens a new round.
  case migrated(request: RequestID, rulebook: Digest, route: Route)
  /// Every place was signed and the effects follow.
  case approved(request: RequestID)
  /// The machine's conclusion, nobody's decision.
  case lapsed(request: RequestID, cause: Cause)

  public enum Cause: String, Sendable, Hashable, Codable {
    /// The project came to its end with the request still open.
    case projectEnded
    /// Nobody decided within the time that the policy gives a request.
    case timePassed
  }

  /// 退回: how a returned request goes on.
  public enum Resume: String, Sendable, Hashable, Codable {
    /// Everybody from there on is asked again.
    case forward
    /// It comes straight back to the step that returned it.
    case jumpBack
  }

  public var request: RequestID {
    switch self {
    case .submitted(let id, _, _, _, _, _, _), .asked(let id, _, _, _), .signed(let id, _, _, _),
      .opposed(let id, _, _, _), .concluded(let id, _, _, _), .rejected(let id, _, _, _),
      .outvoted(let id, _), .returned(let id, _, _, _, _, _), .withdrawn(let id, _),
      .resubmitted(let id, _, _, _, _), .takenBack(let id, _, _),
      .transferred(let id, _, _, _, _), .claimed(let id, _, _, _), .released(let id, _, _),
      .signerAdded(let id, _, _, _), .signerRemoved(let id, _, _), .questioned(let id, _, _, _),
      .answered(let id, _, _, _, _), .reminded(let id, _), .seen(let id), .copied(let id, _),
      .overrideRequested(let id, _), .overridden(let id, _, _, _), .late(let id, _, _),
      .expired(let id, _, _), .migrated(let id, _, _), .approved(let id), .lapsed(let id, _):
      id
    }
  }

  /// Whether places that were filled are open again, under the next round.
  public var opensRound: Bool {
    switch self {
    case .returned, .takenBack, .expired, .migrated, .late(_, _, .returned): true
    case .submitted, .asked, .signed, .opposed, .concluded, .rejected, .outvoted, .withdrawn,
      .resubmitted, .transferred, .claimed, .released, .signerAdded, .signerRemoved, .questioned,
      .answered, .reminded, .seen, .copied, .overrideRequested, .overridden, .late, .approved,
      .lapsed:
      false
    }
  }
}
