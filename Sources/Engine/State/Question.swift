import CEL

/// Something that a signer wants to know before deciding.
public struct Question: Sendable, Hashable, Codable {
  public enum Kind: String, Sendable, Hashable, Codable {
    /// 请求补充: information, from the submitter; the step's clock stands still until it is answered.
    case information
    /// 委派: advice, from a colleague; the decision stays with who asked.
    case advice
  }

  public let kind: Kind
  public let step: StepName
  public let by: PersonID
  public let to: PersonID
  public let text: String
  public let on: CivilDate
  /// nil: not answered.
  public internal(set) var answer: String?
  /// The step was decided, or the request went elsewhere, before anybody answered.
  public internal(set) var isClosed: Bool

  public init(
    kind: Kind, step: StepName, by: PersonID, to: PersonID, text: String, on: CivilDate
  ) {
    self.kind = kind
    self.step = step
    self.by = by
    self.to = to
    self.text = text
    self.on = on
    isClosed = false
  }
}
