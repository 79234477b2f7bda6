/// What a comprehension has gathered so far.
struct Fold {
  let macro: Comprehension.Macro
  /// How many elements satisfied the condition of `exists_one`.
  var count = 0
  private(set) var isDecided = false
  private var error: EvaluationError?
  private var elements: [Value] = []
  private var map = MapValue()

  init(_ macro: Comprehension.Macro) {
    self.macro = macro
  }

  /// Takes the condition of one element; true when it decides: false for `all`, true for `exists`.
  mutating func decide(_ truth: Bool) -> Bool {
    isDecided = truth == (macro == .exists)
    return isDecided
  }

  /// Keeps the first error, in case no element decides.
  mutating func postpone(_ error: EvaluationError) {
    if self.error == nil { self.error = error }
  }

  mutating func append(_ value: Value, _ meter: inout Meter) throws(EvaluationError) {
    if elements.count >= meter.valueSize { throw Meter.tooLarge }
    try meter.charge(1)
    elements.append(value)
  }

  mutating func insert(
    _ value: Value, for key: Value, _ meter: inout Meter
  ) throws(EvaluationError) {
    if map.count >= meter.valueSize { throw Meter.tooLarge }
    try meter.charge(8)
    guard MapKey(key) != nil else { throw .unsupportedKey(key) }
    guard map.insert(value, for: key) else { throw .repeatedKey(key) }
  }

  func result() throws(EvaluationError) -> Value {
    switch macro {
    case .all, .exists:
      if !isDecided, let error { throw error }
      return .bool(isDecided == (macro == .exists))
    case .existsOne: return .bool(count == 1)
    case .map, .filter, .transformList: return .list(elements)
    case .transformMap, .transformMapEntry: return .map(map)
    }
  }
}
