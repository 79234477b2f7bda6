import Diagnostics

/// Reads RE2 syntax into a tree, by recursive descent.
struct PatternParser {
  /// `(?i)` and its like; they hold to the end of the group they stand in.
  struct Flags: OptionSet {
    let rawValue: UInt8
    static let foldCase = Flags(rawValue: 1)
    static let multiline = Flags(rawValue: 2)
    static let dotMatchesNewline = Flags(rawValue: 4)
    /// Greedy and reluctant swapped, which makes no difference to whether there is a match.
    static let swapGreed = Flags(rawValue: 8)
  }

  /// Groups within groups. RE2 allows 1,000; this bounds the stack of parser and compiler.
  static let maximumDepth = 250
  /// Of one repetition, and of the product of repetitions within each other; RE2's number.
  static let maximumRepetition = 1_000

  let scalars: [Unicode.Scalar]
  var index = 0
  var flags: Flags = []
  /// The character classes, as the nodes of the tree number them.
  var sets: [ScalarSet] = []
  private var groupNames: Set<[Unicode.Scalar]> = []
  private var depth = 0

  init(_ source: String) throws(PatternError) {
    scalars = Array(source.unicodeScalars)
    guard scalars.count <= Pattern.maximumSourceLength else {
      throw PatternError(
        Bilingual(
          "pattern of more than \(Pattern.maximumSourceLength) characters",
          zh: "正则表达式超过 \(Pattern.maximumSourceLength) 个字符"), at: 0)
    }
  }

  mutating func parse() throws(PatternError) -> PatternNode {
    let item = try choice()
    guard index == scalars.count else {
      throw failure(Bilingual("`)` without `(`", zh: "`)` 没有对应的 `(`"), at: index)
    }
    return item.node
  }

  // MARK: the cursor

  /// nil at the end.
  var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  func peek(_ distance: Int) -> Unicode.Scalar? {
    index + distance < scalars.count ? scalars[index + distance] : nil
  }

  mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    index += 1
    return true
  }

  /// The pattern's text from an index up to here, for messages.
  func text(from start: Int) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[start..<min(index, scalars.count)])
    return String(text)
  }

  func failure(_ message: Bilingual, at start: Int) -> PatternError {
    PatternError(message, at: scalars[..<start].reduce(0) { $0 + UTF8.width($1) })
  }

  // MARK: sequences and choices

  /// A part of the tree with the largest product of repetitions within each other in it.
  private struct Item {
    var node: PatternNode
    var repetitions = 1
  }

  /// `a|b|c` up to the end of the group.
  private mutating func choice() throws(PatternError) -> Item {
    var branches: [PatternNode] = []
    var repetitions = 1
    repeat {
      let branch = try sequence()
      branches.append(branch.node)
      repetitions = max(repetitions, branch.repetitions)
    } while skip("|")
    return Item(
      node: branches.count == 1 ? branches[0] : .choice(branches), repetitions: repetitions)
  }

  /// `abc*` up to `|`, `)` or the end.
  private mutating func sequence() throws(PatternError) -> Item {
    var items: [Item] = []
    // Where the operator began that was applied just before; nil when none was.
    var operatorStart: Int?
    while let scalar = peek, scalar != "|", scalar != ")" {
      let start = index
      if let bounds = try repetitionOperator() {
        if let before = operatorStart {
          throw failure(
            Bilingual(
              "repetition of a repetition `\(text(from: before))`",
              zh: "重复运算符连用 `\(text(from: before))`"), at: before)
        }
        guard let operand = items.popLast() else {
          throw failure(
            Bilingual(
              "nothing to repeat before `\(text(from: start))`",
              zh: "`\(text(from: start))` 之前没有可重复的内容"), at: start)
        }
        items.append(try repeated(operand, bounds, at: start))
        operatorStart = start
        continue
      }
      operatorStart = nil
      try atom(into: &items)
    }
    let nodes = items.map(\.node)
    return Item(
      node: nodes.isEmpty ? .empty : (nodes.count == 1 ? nodes[0] : .sequence(nodes)),
      repetitions: items.map(\.repetitions).max() ?? 1)
  }

  private func repeated(
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

  // MARK: repetitions

  private struct Bounds {
    var minimum: Int
    var maximum: Int?
    /// Written `{n,m}`, which copies its operand.
    var counted = false
  }

  /// `*`, `+`, `?` or `{n,m}` with an optional `?` behind it; nil when something else comes.
  private mutating func repetitionOperator() throws(PatternError) -> Bounds? {
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

  // MARK: single things

  /// Adds what comes next: nothing for a change of flags, several scalars for `\Q…\E`.
  private mutating func atom(into items: inout [Item]) throws(PatternError) {
    let scalar = scalars[index]
    switch scalar {
    case "(":
      if let item = try group() { items.append(item) }
    case "[":
      items.append(Item(node: try bracketedClass()))
    case ".":
      index += 1
      items.append(Item(node: flags.contains(.dotMatchesNewline) ? .any : .anyExceptNewline))
    case "^":
      index += 1
      items.append(
        Item(node: .assertion(flags.contains(.multiline) ? .lineStart : .textStart)))
    case "$":
      index += 1
      items.append(Item(node: .assertion(flags.contains(.multiline) ? .lineEnd : .textEnd)))
    case "\\" where peek(1) == "Q":
      index += 2
      while let quoted = peek {
        if quoted == "\\" && peek(1) == "E" {
          index += 2
          break
        }
        index += 1
        items.append(Item(node: literal(quoted.value)))
      }
    case "\\":
      items.append(Item(node: try escape()))
    default:
      index += 1
      items.append(Item(node: literal(scalar.value)))
    }
  }

  /// The scalar itself, or all its letter cases under `(?i)`.
  mutating func literal(_ scalar: UInt32) -> PatternNode {
    guard flags.contains(.foldCase) else { return .scalar(scalar) }
    var set = ScalarSet()
    set.insert(scalar...scalar)
    set.fold()
    return set.ranges.count == 1 ? .scalar(scalar) : add(set, negated: false)
  }

  mutating func add(_ set: ScalarSet, negated: Bool) -> PatternNode {
    var sealed = set
    sealed.seal(negated: negated)
    sets.append(sealed)
    return .set(sets.count - 1)
  }

  // MARK: groups

  /// `(…)`, `(?:…)`, `(?P<name>…)`, `(?i:…)`; nil for `(?i)`, which only changes the flags.
  private mutating func group() throws(PatternError) -> Item? {
    let start = index
    index += 1
    let outer = flags
    if skip("?") {
      if peek == "<" || (peek == "P" && peek(1) == "<") {
        try groupName(from: start)
      } else if try flagChange(from: start) {
        return nil
      }
    }
    depth += 1
    guard depth <= Self.maximumDepth else {
      throw failure(
        Bilingual(
          "more than \(Self.maximumDepth) groups within each other",
          zh: "分组嵌套超过 \(Self.maximumDepth) 层"), at: start)
    }
    let inner = try choice()
    depth -= 1
    guard skip(")") else {
      throw failure(Bilingual("`(` without `)`", zh: "`(` 没有对应的 `)`"), at: start)
    }
    flags = outer
    return inner
  }

  /// `P<name>` or `<name>`, of ASCII word characters and each only once.
  private mutating func groupName(from start: Int) throws(PatternError) {
    _ = skip("P")
    index += 1
    let first = index
    while let scalar = peek, NamedClasses.isWord(scalar.value) { index += 1 }
    let name = Array(scalars[first..<index])
    guard !name.isEmpty, skip(">") else {
      throw failure(
        Bilingual(
          "invalid name of a group `\(text(from: start))`", zh: "分组名称无效 `\(text(from: start))`"),
        at: start)
    }
    guard groupNames.insert(name).inserted else {
      throw failure(
        Bilingual(
          "second group with the name `\(text(from: start))`",
          zh: "分组名称重复 `\(text(from: start))`"), at: start)
    }
  }

  /// `i-s:` or `i-s)`; true for the latter, after which the flags hold for the rest of the group.
  private mutating func flagChange(from start: Int) throws(PatternError) -> Bool {
    var result = flags
    var (removing, named) = (false, true)
    while let scalar = peek {
      index += 1
      let flag: Flags
      switch scalar {
      case "i": flag = .foldCase
      case "m": flag = .multiline
      case "s": flag = .dotMatchesNewline
      case "U": flag = .swapGreed
      case "-" where !removing:
        (removing, named) = (true, false)
        continue
      case ":" where named, ")" where named:
        flags = result
        return scalar == ")"
      default:
        throw failure(
          Bilingual(
            "unknown group `\(text(from: start))`; there is no look-around",
            zh: "无法识别的分组 `\(text(from: start))`;不支持环视"), at: start)
      }
      named = true
      if removing { result.remove(flag) } else { result.insert(flag) }
    }
    throw failure(Bilingual("`(` without `)`", zh: "`(` 没有对应的 `)`"), at: start)
  }
}
