import Diagnostics

extension PatternParser {
  /// How often an operand is repeated.
  struct Bounds {
    var minimum: Int
    var maximum: Int?
    /// Written `{n,m}`, which copies its operand.
    var counted = false
  }

  /// `*`, `+`, `?` or `{n,m}` with an optional `?` behind it; nil when something else comes.
  mutating func repetitionOperator() throws(PatternError) -> Bounds? {
    let bounds: Bounds
    let start = index
    switch peek {
    case "*":
      index += 1
      bounds = Bounds(minimum: 0, maximum: nil)
    case "+":
      index += 1
      bounds = Bounds(minimum: 1, maximum: nil)
    case "?":
      index += 1
      bounds = Bounds(minimum: 0, maximum: 1)
    case "{":
      guard let counts = counts() else {
        index = start
        return nil
      }
      if counts.minimum > Self.maximumRepetition || (counts.maximum ?? 0) > Self.maximumRepetition {
        throw failure(Self.tooManyRepetitions, at: start)
      }
      if let maximum = counts.maximum, maximum < counts.minimum {
        throw failure(
          Bilingual(
            "`\(text(from: start))` ends before it begins", zh: "`\(text(from: start))` 上限小于下限"),
          at: start)
      }
      bounds = counts
    default:
      return nil
    }
    _ = skip("?")
    return bounds
  }

  /// `{n}`, `{n,}` or `{n,m}`; nil for anything else, which then stands for itself.
  private mutating func counts() -> Bounds? {
    index += 1
    guard let minimum = count() else { return nil }
    var maximum: Int? = minimum
    if skip(",") {
      maximum = nil
      if peek != "}" {
        guard let count = count() else { return nil }
        maximum = count
      }
    }
    return skip("}") ? Bounds(minimum: minimum, maximum: maximum, counted: true) : nil
  }

  /// A number without needless zeros, cut off far above every bound.
  private mutating func count() -> Int? {
    let start = index
    var value = 0
    while let scalar = peek, "0"..."9" ~= scalar {
      value = min(value * 10 + Int(scalar.value - 48), 1_000_000)
      index += 1
    }
    if index == start || (scalars[start] == "0" && index > start + 1) { return nil }
    return value
  }

  /// The operand within bounds, which must not make too many copies of it.
  func repeated(
    _ operand: Item, _ bounds: Bounds, at start: Int
  ) throws(PatternError) -> Item {
    let count = bounds.counted ? max(bounds.maximum ?? bounds.minimum, 1) : 1
    // Both are at most the maximum: the product cannot overflow.
    let product = operand.repetitions * count
    guard product <= Self.maximumRepetition else {
      throw failure(Self.tooManyRepetitions, at: start)
    }
    return Item(
      node: .repetition(operand.node, minimum: bounds.minimum, maximum: bounds.maximum),
      repetitions: product)
  }

  private static let tooManyRepetitions = Bilingual(
    "repetition of more than \(maximumRepetition)", zh: "重复次数超过 \(maximumRepetition)")
}
