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
  /// The scripts looked up so far with their letter cases, so that naming one often costs little.
  var scripts: [String: [ClosedRange<UInt32>]] = [:]
  var groupNames: Set<[Unicode.Scalar]> = []
  var depth = 0

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

  /// The pattern's text from an index up to here, for messages: inert, and at most 40 scalars.
  func text(from start: Int) -> String {
    var text = String.UnicodeScalarView()
    let end = min(index, scalars.count)
    text.append(contentsOf: scalars[start..<min(end, start + 40)])
    return String(text).inert + (end > start + 40 ? "…" : "")
  }

  func failure(_ message: Bilingual, at start: Int) -> PatternError {
    PatternError(message, at: scalars[..<start].reduce(0) { $0 + UTF8.width($1) })
  }

  // MARK: sequences and choices

  /// A part of the tree with the largest product of repetitions within each other in it.
  struct Item {
    var node: PatternNode
    var repetitions = 1
  }

  /// `a|b|c` up to the end of the group.
  mutating func choice() throws(PatternError) -> Item {
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
}
