import Diagnostics

// Selections, indexes and member calls, which follow an operand.
extension Parser {
  mutating func member(
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

  mutating func selection(of operand: ExpressionID) throws(DiagnosticReport) -> ExpressionID {
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

  mutating func memberCall(
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
}
