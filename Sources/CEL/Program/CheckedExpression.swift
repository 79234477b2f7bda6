/// An expression after checking, as a tree to walk: names resolved to slots, every node with its type and place.
///
/// For proofs about expressions. Operators are calls by CEL's names: `_==_`, `_<_`, `_+_`, `_/_`, `!_`, `-_`, `@in`,
/// `_[_]`, `_?_:_`; `&&` and `||` are `_&&_` and `_||_` with two or more arguments, chains being flat.
public struct CheckedExpression: Sendable, Hashable {
  public indirect enum Kind: Sendable, Hashable {
    case literal(Value)
    case slot(Slot, name: String)
    /// A variable of a macro or of `cel.bind`.
    case local(String)
    /// `has(a.b)` where `a.b` is a declared variable.
    case isSet(Slot, name: String)
    /// A member call has its receiver as first argument.
    case call(function: String, arguments: [CheckedExpression])
    case select(CheckedExpression, field: String)
    /// `has(operand.field)`
    case has(CheckedExpression, field: String)
    case list([CheckedExpression])
    case map([Entry])
    /// `range.all(x, body)` and its kin; `macro` is the name as written, `arguments` the filter, if any, and the body.
    case comprehension(
      macro: String, range: CheckedExpression, variables: [String],
      arguments: [CheckedExpression])
    /// `cel.bind(name, value, body)`
    case bind(name: String, value: CheckedExpression, body: CheckedExpression)
  }

  public struct Entry: Sendable, Hashable {
    public let key: CheckedExpression
    public let value: CheckedExpression

    public init(key: CheckedExpression, value: CheckedExpression) {
      self.key = key
      self.value = value
    }
  }

  public let kind: Kind
  public let type: ValueType
  /// UTF-8 bytes of the expression's text.
  public let range: Range<Int>

  public init(_ kind: Kind, type: ValueType, range: Range<Int>) {
    self.kind = kind
    self.type = type
    self.range = range
  }

  /// The sub-expressions, in the order they are written.
  public var children: [CheckedExpression] {
    switch kind {
    case .literal, .slot, .local, .isSet: []
    case .call(_, let arguments): arguments
    case .select(let operand, _), .has(let operand, _): [operand]
    case .list(let elements): elements
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(_, let range, _, let arguments): [range] + arguments
    case .bind(_, let value, let body): [value, body]
    }
  }
}
