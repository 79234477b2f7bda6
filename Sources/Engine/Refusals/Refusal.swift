import Diagnostics

/// Why a command is not carried out: a rule says no, or it does not fit the state of things.
///
/// Nothing has been written. The reason is for the person; the code for machines.
public struct Refusal: Error, Sendable, Hashable {
  public enum Code: String, Sendable, CaseIterable {
    // Who.
    case unknownPerson = "unknown-person"
    case inactivePerson = "inactive-person"
    case notAdministrator = "not-administrator"
    case notAllowed = "not-allowed"
    case actingAsForbidden = "acting-as-forbidden"
    // What.
    case unknownProject = "unknown-project"
    case unknownRequest = "unknown-request"
    case unknownAction = "unknown-action"
    case unknownForm = "unknown-form"
    case unknownField = "unknown-field"
    case unknownRole = "unknown-role"
    case unknownPolicy = "unknown-policy"
    case unknownStep = "unknown-step"
    case unknownCondition = "unknown-condition"
    case unknownStandIn = "unknown-stand-in"
    case invalidValue = "invalid-value"
    case incomplete = "incomplete"
    case nothingChanged = "nothing-changed"
    case alreadyExists = "already-exists"
    case notLinked = "not-linked"
    // When.
    case wrongStage = "wrong-stage"
    case alreadyOpen = "already-open"
    case notPending = "not-pending"
    case notReturned = "not-returned"
    case lapsed = "lapsed"
    case conditionOpen = "condition-open"
    case locked = "locked"
    case held = "held"
    case dutyOverdue = "duty-overdue"
    case notCovered = "not-covered"
    case gateClosed = "gate-closed"
    case vacantRole = "vacant-role"
    // Rules.
    case ruleError = "rule-error"
    case emptyRoute = "empty-route"
    case outgrown = "outgrown"
    // Signatures.
    case selfApproval = "self-approval"
    case alreadySigned = "already-signed"
    case notYourTurn = "not-your-turn"
    case notASigner = "not-a-signer"
    case staleView = "stale-view"
    case commentRequired = "comment-required"
    /// A key is registered for the person, and the decision came without a signature.
    case unsigned
    case wrongSignature = "wrong-signature"
    // Commands.
    case commandReused = "command-reused"
  }

  public let code: Code
  public let reason: Bilingual
  /// More facts, a line each: each field that is missing, each value that changed.
  public let details: [Bilingual]
  /// What to do instead; nil: there is nothing to do.
  public let help: Bilingual?
  /// Who could do what this person may not; empty: nobody, or it is not about persons.
  public let whoCould: [PersonID]

  public init(
    _ code: Code, _ reason: Bilingual, details: [Bilingual] = [], help: Bilingual? = nil,
    whoCould: [PersonID] = []
  ) {
    self.code = code
    self.reason = reason
    self.details = details
    self.help = help
    // Whoever could fill several places is one person.
    var named: Set<PersonID> = []
    self.whoCould = whoCould.filter { named.insert($0).inserted }
  }
}
