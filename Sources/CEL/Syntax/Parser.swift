import Diagnostics

/// Reads an expression by precedence climbing and recognises macros as it goes.
///
/// Stops at the first mistake. Never recurses deeper than the depth limit allows, and the tree it makes is no deeper.
struct Parser: ~Copyable {
  struct Options: Sendable {
    var limits = Limits.standard
    /// `has`, `all`, `map`, …; without them these are ordinary calls.
    var macros = true
    var libraries: Set<Library> = []
    /// Whether a fractional literal is an exact decimal instead of a double.
    var decimalLiterals = false
  }

  let options: Options
  var tree: SyntaxTree
  private(set) var lexer: Lexer
  private(set) var token: Token
  private var nesting = 0

  static func parse(
    _ source: SourceFile, options: Options
  ) throws(DiagnosticReport) -> SyntaxTree {
    guard source.bytes.count <= options.limits.sourceBytes else {
      throw DiagnosticReport([
        limitExceeded(
          Bilingual(
            "the expression is longer than \(options.limits.sourceBytes) bytes",
            zh: "表达式超过 \(options.limits.sourceBytes) 字节"), Span(source, 0..<0))
      ])
    }
    if let offset = firstInvalidByte(source.bytes) {
      throw DiagnosticReport([
        Diagnostic(
          "cel.encoding", Bilingual("the text is not valid UTF-8", zh: "文本不是有效的 UTF-8"),
          at: Span(source, offset..<offset + 1))
      ])
    }
    var parser = try Parser(source, options)
    let root = try parser.expression()
    guard parser.token.kind == .end else { throw parser.unexpected() }
    parser.tree.root = root
    return parser.tree
  }

  private init(_ source: SourceFile, _ options: Options) throws(DiagnosticReport) {
    self.options = options
    tree = SyntaxTree(source: source)
    lexer = Lexer(source)
    token = try lexer.next()
  }

  private static func firstInvalidByte(_ bytes: [UInt8]) -> Int? {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return nil }
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  // MARK: - Operators

  /// `ConditionalOr ["?" ConditionalOr ":" Expr]`
  mutating func expression() throws(DiagnosticReport) -> ExpressionID {
    try enter()
    defer { nesting -= 1 }
    let condition = try disjunction()
    guard token.kind == .question else { return condition }
    try advance()
    let first = try disjunction()
    try expect(.colon, "`:`")
    let second = try expression()
    return try add(
      .conditional(condition, first, second), from: condition, to: second,
      children: [condition, first, second])
  }

  mutating func disjunction() throws(DiagnosticReport) -> ExpressionID {
    let first = try conjunction()
    guard token.kind == .or else { return first }
    var operands = [first]
    while token.kind == .or {
      try advance()
      operands.append(try conjunction())
    }
    return try add(
      .or(operands), from: first, to: operands[operands.count - 1], children: operands)
  }

  mutating func conjunction() throws(DiagnosticReport) -> ExpressionID {
    let first = try operation(above: 0)
    guard token.kind == .and else { return first }
    var operands = [first]
    while token.kind == .and {
      try advance()
      operands.append(try operation(above: 0))
    }
    return try add(
      .and(operands), from: first, to: operands[operands.count - 1], children: operands)
  }

  /// Binary operators that bind tighter than `precedence`; all associate to the left.
  mutating func operation(
    above precedence: Int
  ) throws(DiagnosticReport) -> ExpressionID {
    var left = try unary()
    while let (name, binding) = Self.binary(token.kind), binding > precedence {
      try advance()
      let right = try operation(above: binding)
      left = try add(.binary(name, left, right), from: left, to: right, children: [left, right])
    }
    return left
  }

  private static func binary(_ kind: Token.Kind) -> (Operator, Int)? {
    switch kind {
    case .equal: (.equal, 1)
    case .notEqual: (.notEqual, 1)
    case .less: (.less, 1)
    case .lessOrEqual: (.lessOrEqual, 1)
    case .greater: (.greater, 1)
    case .greaterOrEqual: (.greaterOrEqual, 1)
    case .in: (.isIn, 1)
    case .plus: (.add, 2)
    case .minus: (.subtract, 2)
    case .star: (.multiply, 3)
    case .slash: (.divide, 3)
    case .percent: (.remainder, 3)
    default: nil
    }
  }

  mutating func unary() throws(DiagnosticReport) -> ExpressionID {
    guard token.kind == .not || token.kind == .minus else { return try member() }
    try enter()
    defer { nesting -= 1 }
    let start = token
    try advance()
    // A minus before a number belongs to it: the lowest int has no positive counterpart.
    if start.kind == .minus, [.integer, .unsigned, .fraction].contains(token.kind) {
      return try member(negative: start.range.lowerBound)
    }
    let operand = try unary()
    return try add(
      .unary(start.kind == .not ? .not : .negate, operand),
      range: start.range.lowerBound..<tree.range(operand).upperBound, children: [operand])
  }

  // MARK: - Machinery

  mutating func advance() throws(DiagnosticReport) { token = try lexer.next() }

  mutating func expect(_ kind: Token.Kind, _ name: String) throws(DiagnosticReport) {
    guard token.kind == kind else { throw unexpected(expected: Bilingual(verbatim: name)) }
    try advance()
  }

  /// A `?` that makes a selection, index, element or entry optional.
  mutating func optionalMark() throws(DiagnosticReport) -> Bool {
    guard token.kind == .question else { return false }
    guard options.libraries.contains(.optionals) else {
      throw failure(
        "cel.no-optionals",
        Bilingual("optional values are not available here", zh: "此处不可使用可选值"), token.range)
    }
    try advance()
    return true
  }

  mutating func enter() throws(DiagnosticReport) {
    nesting += 1
    if nesting > options.limits.depth { throw tooDeep(token.range) }
  }

  mutating func add(
    _ expression: Expression, range: Range<Int>, children: [ExpressionID] = []
  ) throws(DiagnosticReport) -> ExpressionID {
    var depth = 1
    for child in children { depth = max(depth, tree.nodes[child].depth + 1) }
    if depth > options.limits.depth { throw tooDeep(range) }
    if tree.nodes.count >= options.limits.nodes {
      throw DiagnosticReport([
        Self.limitExceeded(
          Bilingual(
            "the expression has more than \(options.limits.nodes) parts",
            zh: "表达式的组成部分超过 \(options.limits.nodes) 个"), Span(tree.source, range))
      ])
    }
    tree.nodes.append(SyntaxTree.Node(expression: expression, range: range, depth: depth))
    return tree.nodes.count - 1
  }

  mutating func add(
    _ expression: Expression, from first: ExpressionID, to last: ExpressionID,
    children: [ExpressionID]
  ) throws(DiagnosticReport) -> ExpressionID {
    try add(
      expression, range: tree.range(first).lowerBound..<tree.range(last).upperBound,
      children: children)
  }

  func tooDeep(_ range: Range<Int>) -> DiagnosticReport {
    DiagnosticReport([
      Self.limitExceeded(
        Bilingual(
          "the expression is nested deeper than \(options.limits.depth) levels",
          zh: "表达式嵌套超过 \(options.limits.depth) 层"), Span(tree.source, range))
    ])
  }

  private static func limitExceeded(_ message: Bilingual, _ span: Diagnostics.Span) -> Diagnostic {
    Diagnostic("cel.limit", message, at: span)
  }

  func failure(
    _ code: String, _ message: Bilingual, _ range: Range<Int>, help: Bilingual? = nil
  ) -> DiagnosticReport {
    DiagnosticReport([Diagnostic(code, message, at: Span(tree.source, range), help: help)])
  }

  func unexpected(expected: Bilingual? = nil) -> DiagnosticReport {
    let found =
      token.kind == .end
      ? Bilingual("the end of the expression", zh: "表达式结尾")
      : Bilingual(verbatim: "`\(lexer.excerpt(token.range))`")
    let message =
      expected.map {
        Bilingual("expected \($0.en), found \(found.en)", zh: "应为\($0.zh)，实为\(found.zh)")
      } ?? Bilingual("unexpected \(found.en)", zh: "意外的\(found.zh)")
    let word = token.kind == .identifier ? lexer.text(token.range) : ""
    let help: Bilingual? =
      switch word {
      case "and": Bilingual("and is written `&&`", zh: "“且”写作 `&&`")
      case "or": Bilingual("or is written `||`", zh: "“或”写作 `||`")
      default: nil
      }
    return failure("cel.syntax", message, token.range, help: help)
  }
}
