import Diagnostics

// Literals, names, calls, lists and maps.
extension Parser {
  mutating func primary(negative sign: Int?) throws(DiagnosticReport) -> ExpressionID {
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
      let end = token.range.upperBound
      try expect(.rightParenthesis, "`)`")
      // A part with operators takes its parentheses along, so that a larger part never ends within them.
      if tree.nodes[inner].depth > 1 { tree.nodes[inner].range = start.range.lowerBound..<end }
      return inner
    case .leftBracket: return try list()
    case .leftBrace: return try map()
    default: throw unexpected(expected: Bilingual("an expression", zh: "表达式"))
    }
  }

  mutating func name(isRooted: Bool, from start: Int) throws(DiagnosticReport)
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
  mutating func arguments() throws(DiagnosticReport) -> ([ExpressionID], Int) {
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

  mutating func list() throws(DiagnosticReport) -> ExpressionID {
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

  mutating func map() throws(DiagnosticReport) -> ExpressionID {
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
  mutating func skipFields() throws(DiagnosticReport) {
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

  mutating func number(
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
            "write at most 34 digits and no exponent", zh: "最多 34 位数字，不用指数") : nil)
    }
    return value
  }
}
