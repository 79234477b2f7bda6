/// A function that the host adds to the language: a name and its overloads.
///
/// The name may be dotted (`calendar.days`), it is then called with its full name. Overloads added to a name
/// that exists join those already there.
public struct FunctionDeclaration: Sendable {
  public typealias Implementation =
    @Sendable (_ arguments: [Value]) throws(EvaluationError) -> Value

  public struct Overload: Sendable {
    /// The types of the arguments, the receiver first if it is called as a member. Type parameters are written
    /// ``ValueType/parameter(_:)``.
    public let parameters: [ValueType]
    public let result: ValueType
    /// `a.f(b)` instead of `f(a, b)`.
    public let isMember: Bool
    /// Units of the budget that one call costs, charged before it.
    public let cost: Int
    /// Called with as many arguments as `parameters`, of these types. An error without a place gets that of the call.
    public let implementation: Implementation

    public init(
      _ parameters: [ValueType], returns result: ValueType, isMember: Bool = false, cost: Int = 1,
      _ implementation: @escaping Implementation
    ) {
      self.parameters = parameters
      self.result = result
      self.isMember = isMember
      self.cost = max(0, cost)
      self.implementation = implementation
    }
  }

  public let name: String
  public let overloads: [Overload]

  public init(_ name: String, _ overloads: [Overload]) {
    self.name = name
    self.overloads = overloads
  }

  /// A function of one overload.
  public init(
    _ name: String, _ parameters: [ValueType], returns result: ValueType, isMember: Bool = false,
    cost: Int = 1, _ implementation: @escaping Implementation
  ) {
    self.init(
      name,
      [Overload(parameters, returns: result, isMember: isMember, cost: cost, implementation)])
  }
}
