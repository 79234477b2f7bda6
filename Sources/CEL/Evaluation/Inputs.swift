/// The place of a declared variable in ``Inputs``.
public struct Slot: Sendable, Hashable {
  public let index: Int

  public init(index: Int) {
    self.index = index
  }
}

/// What a variable holds during one evaluation.
public enum Input: Sendable, Hashable {
  /// Reading it is the error `not-set`.
  case unset
  case value(Value)
  /// Reading it yields this error: a measure that could not be computed.
  indirect case error(EvaluationError)
}

/// The values of all variables of an environment for one evaluation; all unset to begin with.
///
/// Made once and changed between evaluations, evaluating allocates nothing. Slots declared after it was made are unset.
public struct Inputs: Sendable, Hashable {
  var storage: [Input]

  /// All of `count` slots unset.
  init(count: Int) {
    storage = Array(repeating: .unset, count: count)
  }

  public subscript(slot: Slot) -> Input {
    get { storage.indices.contains(slot.index) ? storage[slot.index] : .unset }
    set {
      while storage.count <= slot.index { storage.append(.unset) }
      storage[slot.index] = newValue
    }
  }
}
