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
  private(set) var tree: SyntaxTree
  private var lexer: Lexer
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
  private mutating func expression() throws(DiagnosticReport) -> ExpressionID {
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

  private mutating func disjunction() throws(DiagnosticReport) -> ExpressionID {
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

  private mutating func conjunction() throws(DiagnosticReport) -> ExpressionID {
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
  private mutating func operation(
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

  private mutating func unary() throws(DiagnosticReport) -> ExpressionID {
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

  // MARK: - Members

  private mutating func member(
    negative sign: Int? = nil
  ) throws(DiagnosticReport) -> ExpressionID {
    var operand = try primary(negative: sign)
    while true {
      switch token.kind {
      case .dot: operand = try selection(of: operand)
      case .leftBracket:
        try advance()
        let isOptional = try optionalMark()
        let index = try expression()
        let end = token.range.upperBound
        try expect(.rightBracket, "`]`")
        operand = try add(
          .index(operand, index, isOptional: isOptional),
          range: tree.range(operand).lowerBound..<end, children: [operand, index])
      case .leftBrace where tree.qualifiedName(operand) != nil:
        try advance()
        try skipFields()
        operand = try add(
          .message(operand), range: tree.range(operand).lowerBound..<token.range.upperBound,
          children: [operand])
        try expect(.rightBrace, "`}`")
      default: return operand
      }
    }
  }

  private mutating func selection(of operand: ExpressionID) throws(DiagnosticReport) -> ExpressionID
  {
    try advance()
    let isOptional = try optionalMark()
    let name = token
    let start = tree.range(operand).lowerBound
    switch name.kind {
    case .identifier:
      let field = lexer.text(name.range)
      try advance()
      if token.kind == .leftParenthesis, !isOptional {
        return try memberCall(operand, field, name.range)
      }
      return try add(
        .select(operand, field: field, isOptional: isOptional),
        range: start..<name.range.upperBound,
        children: [operand])
    case .quotedIdentifier:
      let range = name.range.lowerBound + 1..<name.range.upperBound - 1
      try advance()
      return try add(
        .select(operand, field: lexer.text(range), isOptional: isOptional),
        range: start..<name.range.upperBound, children: [operand])
    default: throw unexpected(expected: Bilingual("a field name", zh: "字段名"))
    }
  }

  private mutating func memberCall(
    _ target: ExpressionID, _ name: String, _ nameRange: Range<Int>
  ) throws(DiagnosticReport) -> ExpressionID {
    let (arguments, end) = try arguments()
    let range = tree.range(target).lowerBound..<end
    if options.macros,
      let macro = try memberMacro(target, name, arguments, range, nameRange: nameRange)
    {
      return macro
    }
    return try add(
      .member(target, name, arguments, nameRange: nameRange), range: range,
      children: [target] + arguments)
  }

  // MARK: - Primaries

  private mutating func primary(negative sign: Int?) throws(DiagnosticReport) -> ExpressionID {
    let start = token
    switch start.kind {
    case .integer, .unsigned, .fraction:
      let value = try number(start, isNegative: sign != nil)
      try advance()
      return try add(
        .literal(value), range: (sign ?? start.range.lowerBound)..<start.range.upperBound)
    case .true, .false, .null:
      try advance()
      let value: Value = start.kind == .null ? .null : .bool(start.kind == .true)
      return try add(.literal(value), range: start.range)
    case .string, .rawString:
      let bytes = try StringLiteral.decode(start, in: tree.source)
      try advance()
      return try add(
        .literal(.string(String(decoding: bytes, as: UTF8.self))), range: start.range)
    case .bytes, .rawBytes:
      let bytes = try StringLiteral.decode(start, in: tree.source)
      try advance()
      return try add(.literal(.bytes(bytes)), range: start.range)
    case .identifier:
      return try name(isRooted: false, from: start.range.lowerBound)
    case .dot:
      try advance()
      guard token.kind == .identifier else {
        throw unexpected(expected: Bilingual("a name", zh: "名称"))
      }
      return try name(isRooted: true, from: start.range.lowerBound)
    case .leftParenthesis:
      try advance()
      let inner = try expression()
      try expect(.rightParenthesis, "`)`")
      return inner
    case .leftBracket: return try list()
    case .leftBrace: return try map()
    default: throw unexpected(expected: Bilingual("an expression", zh: "表达式"))
    }
  }

  private mutating func name(isRooted: Bool, from start: Int) throws(DiagnosticReport)
    -> ExpressionID
  {
    let name = token
    let text = lexer.text(name.range)
    if Token.reserved.contains(text) {
      throw failure(
        "cel.reserved", Bilingual("`\(text)` is a reserved word", zh: "`\(text)` 是保留字"), name.range)
    }
    try advance()
    guard token.kind == .leftParenthesis else {
      return try add(.name(text, isRooted: isRooted), range: start..<name.range.upperBound)
    }
    let (arguments, end) = try arguments()
    if options.macros, !isRooted, text == "has" {
      return try hasMacro(arguments, start..<end)
    }
    return try add(
      .call(text, isRooted: isRooted, arguments, nameRange: start..<name.range.upperBound),
      range: start..<end, children: arguments)
  }

  /// `(a, b)`; the offset after the closing parenthesis comes with the arguments.
  private mutating func arguments() throws(DiagnosticReport) -> ([ExpressionID], Int) {
    try advance()
    var arguments: [ExpressionID] = []
    if token.kind != .rightParenthesis {
      arguments.append(try expression())
      while token.kind == .comma {
        try advance()
        arguments.append(try expression())
      }
    }
    let end = token.range.upperBound
    try expect(.rightParenthesis, "`)`")
    return (arguments, end)
  }

  private mutating func list() throws(DiagnosticReport) -> ExpressionID {
    let start = token.range.lowerBound
    try advance()
    var elements: [ExpressionID] = []
    var optional: Set<Int> = []
    while token.kind != .rightBracket {
      if try optionalMark() { optional.insert(elements.count) }
      elements.append(try expression())
      guard token.kind == .comma else { break }
      try advance()
    }
    let end = token.range.upperBound
    try expect(.rightBracket, "`]`")
    return try add(
      .list(elements, optional: optional), range: start..<end, children: elements)
  }

  private mutating func map() throws(DiagnosticReport) -> ExpressionID {
    let start = token.range.lowerBound
    try advance()
    var entries: [Expression.Entry] = []
    var children: [ExpressionID] = []
    while token.kind != .rightBrace {
      let isOptional = try optionalMark()
      let key = try expression()
      try expect(.colon, "`:`")
      let value = try expression()
      entries.append(Expression.Entry(key: key, value: value, isOptional: isOptional))
      children += [key, value]
      guard token.kind == .comma else { break }
      try advance()
    }
    let end = token.range.upperBound
    try expect(.rightBrace, "`}`")
    return try add(.map(entries), range: start..<end, children: children)
  }

  /// Reads over `field: value, …` of a message literal, which the checker will refuse.
  private mutating func skipFields() throws(DiagnosticReport) {
    while token.kind != .rightBrace {
      _ = try optionalMark()
      guard token.kind == .identifier || token.kind == .quotedIdentifier else {
        throw unexpected(expected: Bilingual("a field name", zh: "字段名"))
      }
      try advance()
      try expect(.colon, "`:`")
      _ = try expression()
      guard token.kind == .comma else { break }
      try advance()
    }
  }

  private mutating func number(
    _ token: Token, isNegative: Bool
  ) throws(DiagnosticReport) -> Value {
    let text = lexer.text(token.range)
    let value =
      token.kind == .fraction && options.decimalLiterals
      ? NumberLiteral.decimal(text, isNegative: isNegative)
      : NumberLiteral.value(text, token.kind, isNegative: isNegative)
    guard let value else {
      throw failure(
        "cel.number-range",
        Bilingual(
          "the number `\(lexer.excerpt(token.range))` is out of range",
          zh: "数字 `\(lexer.excerpt(token.range))` 超出范围"), token.range,
        help: token.kind == .fraction && options.decimalLiterals
          ? Bilingual(
            "write at most 34 digits and no exponent", zh: "最多 34 位数字,不用指数") : nil)
    }
    return value
  }

  // MARK: - Machinery

  mutating func advance() throws(DiagnosticReport) { token = try lexer.next() }

  private mutating func expect(_ kind: Token.Kind, _ name: String) throws(DiagnosticReport) {
    guard token.kind == kind else { throw unexpected(expected: Bilingual(verbatim: name)) }
    try advance()
  }

  /// A `?` that makes a selection, index, element or entry optional.
  private mutating func optionalMark() throws(DiagnosticReport) -> Bool {
    guard token.kind == .question else { return false }
    guard options.libraries.contains(.optionals) else {
      throw failure(
        "cel.no-optionals",
        Bilingual("optional values are not available here", zh: "此处不可使用可选值"), token.range)
    }
    try advance()
    return true
  }

  private mutating func enter() throws(DiagnosticReport) {
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

  private mutating func add(
    _ expression: Expression, from first: ExpressionID, to last: ExpressionID,
    children: [ExpressionID]
  ) throws(DiagnosticReport) -> ExpressionID {
    try add(
      expression, range: tree.range(first).lowerBound..<tree.range(last).upperBound,
      children: children)
  }

  private func tooDeep(_ range: Range<Int>) -> DiagnosticReport {
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

  private func unexpected(expected: Bilingual? = nil) -> DiagnosticReport {
    let found =
      token.kind == .end
      ? Bilingual("the end of the expression", zh: "表达式结尾")
      : Bilingual(verbatim: "`\(lexer.excerpt(token.range))`")
    let message =
      expected.map {
        Bilingual("expected \($0.en), found \(found.en)", zh: "应为\($0.zh),实为\(found.zh)")
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
