/// What the checker knows about the unknowns of types, and whether types agree.
///
/// Agreement is that of CEL's gradual types: `dyn` agrees with everything, `null` with what may be absent, a wrapper with its
/// primitive, a choice with string. Unknowns are bound on the way; a failed attempt leaves no binding behind.
struct Substitution {
  /// More steps than any expression within the limits needs. Types can share parts and be exponentially larger
  /// than the text that makes them; walking such a type must end.
  private static let stepLimit = 500_000

  private var bindings: [ValueType?] = []
  private var steps = 0
  /// Bindings before they were changed, the last change last, for undoing.
  private var trail: [(variable: Int, before: ValueType?)] = []

  /// Whether types have become too large to follow; answers are of no use then.
  var isExhausted: Bool { steps > Self.stepLimit }

  private mutating func step() -> Bool {
    steps += 1
    return steps <= Self.stepLimit
  }

  mutating func fresh() -> ValueType {
    bindings.append(nil)
    return .variable(bindings.count - 1)
  }

  /// The overload with unknowns of its own for its type parameters.
  mutating func instantiate(_ overload: Overload) -> (parameters: [ValueType], result: ValueType) {
    guard overload.generics > 0 else { return (overload.parameters, overload.result) }
    let base = bindings.count
    for _ in 0..<overload.generics { bindings.append(nil) }
    return (
      overload.parameters.map { $0.shiftingVariables(by: base) },
      overload.result.shiftingVariables(by: base)
    )
  }

  /// Whether a value of `type` may stand where `expected` is.
  mutating func agrees(_ type: ValueType, _ expected: ValueType) -> Bool {
    attempt { $0.unify(type, expected) }
  }

  mutating func agrees(_ types: [ValueType], _ expected: [ValueType]) -> Bool {
    guard types.count == expected.count else { return false }
    return attempt { substitution in
      zip(types, expected).allSatisfy { substitution.unify($0, $1) }
    }
  }

  private mutating func attempt(_ body: (inout Substitution) -> Bool) -> Bool {
    let mark = trail.count
    if body(&self) { return true }
    while trail.count > mark, let (variable, before) = trail.popLast() {
      bindings[variable] = before
    }
    return false
  }

  /// The type with unknowns replaced by what they are bound to.
  mutating func resolve(_ type: ValueType) -> ValueType {
    guard step() else { return .error }
    switch type {
    case .variable(let index):
      guard let bound = bindings[index] else { return type }
      return resolve(bound)
    case .list, .map, .type, .optional, .abstract, .wrapper:
      return type.mapChildren { resolve($0) }
    default: return type
    }
  }

  /// The type for good: what is still unknown may be anything.
  mutating func settle(_ type: ValueType) -> ValueType {
    guard step() else { return .error }
    switch type {
    case .variable(let index):
      guard let bound = bindings[index] else { return .dyn }
      return settle(bound)
    case .list, .map, .type, .optional, .abstract, .wrapper:
      return type.mapChildren { settle($0) }
    default: return type
    }
  }

  // MARK: - Unification

  private mutating func unify(_ left: ValueType, _ right: ValueType) -> Bool {
    guard step() else { return true }
    if case .variable(let variable) = right {
      switch bind(variable, to: left) {
      case .agreed: return true
      case .conflict: return false
      case .recursive: break
      }
    }
    if case .variable(let variable) = left { return bind(variable, to: right) == .agreed }
    switch (left, right) {
    case (.dyn, _), (_, .dyn), (.error, _), (_, .error): return true
    case (.null, _): return right.isNullable
    case (_, .null): return left.isNullable
    case (.wrapper(let a), .wrapper(let b)): return a == b
    case (.wrapper(let a), let b), (let b, .wrapper(let a)): return a == b
    case (.choice, .string), (.string, .choice): return true
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): return unify(a, b)
    case (.map(let a, let x), .map(let b, let y)): return unify(a, b) && unify(x, y)
    // A type is a type: what it is a type of plays no part.
    case (.type, .type): return true
    case (.abstract(let a, let xs), .abstract(let b, let ys)):
      guard a == b, xs.count == ys.count else { return false }
      return zip(xs, ys).allSatisfy { unify($0, $1) }
    default: return left == right
    }
  }

  private enum Binding {
    case agreed, conflict, recursive
  }

  /// Binds an unknown, or widens what it is bound to.
  private mutating func bind(_ variable: Int, to type: ValueType) -> Binding {
    if type == .variable(variable) { return .agreed }
    if let bound = bindings[variable] {
      if bound == type { return .agreed }
      guard unify(type, bound) else { return .conflict }
      let general = ValueType.general(type, bound)
      if !mentions(variable, in: general) { assign(variable, general) }
      return .agreed
    }
    if mentions(variable, in: type) { return .recursive }
    assign(variable, type)
    return .agreed
  }

  private mutating func assign(_ variable: Int, _ type: ValueType) {
    trail.append((variable, bindings[variable]))
    bindings[variable] = type
  }

  /// Whether an unknown occurs in a type: binding it to that would make a type without end.
  private mutating func mentions(_ variable: Int, in type: ValueType) -> Bool {
    guard step() else { return false }
    switch type {
    case .variable(let other):
      if other == variable { return true }
      guard let bound = bindings[other] else { return false }
      return mentions(variable, in: bound)
    case .list(let element), .type(let element), .optional(let element), .wrapper(let element):
      return mentions(variable, in: element)
    case .map(let key, let value):
      return mentions(variable, in: key) || mentions(variable, in: value)
    case .abstract(_, let types):
      for type in types where mentions(variable, in: type) { return true }
      return false
    default: return false
    }
  }
}

extension ValueType {
  fileprivate func shiftingVariables(by base: Int) -> ValueType {
    switch self {
    case .variable(let index): .variable(base + index)
    case .list, .map, .type, .optional, .abstract, .wrapper:
      mapChildren { $0.shiftingVariables(by: base) }
    default: self
    }
  }

  /// Whether `null` may stand for a value of the type.
  fileprivate var isNullable: Bool {
    switch self {
    case .null, .timestamp, .duration, .optional, .abstract, .wrapper: true
    default: false
    }
  }

  /// The more general of two types that agree.
  static func general(_ left: ValueType, _ right: ValueType) -> ValueType {
    left.isAsGeneral(as: right) ? left : right
  }

  private func isAsGeneral(as other: ValueType) -> Bool {
    switch (self, other) {
    case (.dyn, _), (.variable, _), (.error, _): true
    case (_, .dyn), (_, .variable), (_, .error): false
    // Of null and a type that may be null the latter says more.
    case (.null, _): other == .null
    case (_, .null): true
    case (.wrapper(let a), let b): b == a || b == self
    case (.string, .choice): true
    case (.list(let a), .list(let b)), (.optional(let a), .optional(let b)): a.isAsGeneral(as: b)
    case (.map(let a, let x), .map(let b, let y)): a.isAsGeneral(as: b) && x.isAsGeneral(as: y)
    case (.type, .type): true
    case (.abstract(let a, let xs), .abstract(let b, let ys)):
      a == b && xs.count == ys.count && zip(xs, ys).allSatisfy { $0.isAsGeneral(as: $1) }
    default: self == other
    }
  }
}
