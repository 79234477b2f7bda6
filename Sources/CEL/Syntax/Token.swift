/// The words and signs an expression is written with.
struct Token: Sendable {
  enum Kind: UInt8, Sendable {
    case end
    case identifier
    /// `` `content-type` ``, a field name that is no identifier. The range includes the backticks.
    case quotedIdentifier
    case integer, unsigned, fraction
    case string, rawString, bytes, rawBytes
    case dot, comma, colon, question
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case plus, minus, star, slash, percent, not
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual, `in`
    case and, or
    case `true`, `false`, null
  }

  var kind: Kind
  /// UTF-8 bytes of the source.
  var range: Range<Int>
}

extension Token {
  /// Words that a host language may own; not to be used as names, only as fields and member functions.
  static let reserved: Set<String> = [
    "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
    "package", "namespace", "return", "var", "void", "while",
  ]
}
