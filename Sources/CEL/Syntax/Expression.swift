import Diagnostics

/// The position of an expression in its ``SyntaxTree``.
typealias ExpressionID = Int

/// One node of an expression as written, macros already recognised. Children are named by position in the tree.
enum Expression: Sendable {
  case literal(Value)
  /// `isRooted` for `.x`, which skips the container and the variables of macros.
  case name(String, isRooted: Bool)
  case select(ExpressionID, field: String, isOptional: Bool)
  /// `has(operand.field)`
  case has(ExpressionID, field: String)
  case unary(Operator, ExpressionID)
  case binary(Operator, ExpressionID, ExpressionID)
  /// A chain `a && b && c` is one node.
  case and([ExpressionID])
  case or([ExpressionID])
  case conditional(ExpressionID, ExpressionID, ExpressionID)
  case index(ExpressionID, ExpressionID, isOptional: Bool)
  /// `nameRange` is where the function's name stands.
  case call(String, isRooted: Bool, [ExpressionID], nameRange: Range<Int>)
  case member(ExpressionID, String, [ExpressionID], nameRange: Range<Int>)
  /// `optional` holds the positions of the elements written `?e`.
  case list([ExpressionID], optional: Set<Int>)
  case map([Entry])
  /// `Type{field: value}`; no such types exist here, the checker says so.
  case message(ExpressionID)
  case comprehension(Comprehension)
  /// `cel.bind(name, value, body)`
  case bind(String, ExpressionID, ExpressionID)
  /// `target.optMap(name, body)`, or `optFlatMap`, whose body is an optional itself.
  case optionalMap(ExpressionID, String, ExpressionID, isFlat: Bool)

  struct Entry: Sendable {
    let key: ExpressionID
    let value: ExpressionID
    let isOptional: Bool
  }
}

/// `range.macro(variable, …)`
struct Comprehension: Sendable {
  enum Macro: String, Sendable {
    case all, exists
    case existsOne = "exists_one"
    case map, filter, transformList, transformMap, transformMapEntry
  }

  let macro: Macro
  let range: ExpressionID
  /// The element or key; of two variables the index or key.
  let variable: String
  /// The value, in the forms with two variables.
  let secondVariable: String?
  /// The condition of `map` and `transform…` with a filter.
  let filter: ExpressionID?
  let body: ExpressionID
}

/// The operators that are functions; the raw value is CEL's name of it.
enum Operator: String, Sendable {
  case add = "_+_"
  case subtract = "_-_"
  case multiply = "_*_"
  case divide = "_/_"
  case remainder = "_%_"
  case equal = "_==_"
  case notEqual = "_!=_"
  case less = "_<_"
  case lessOrEqual = "_<=_"
  case greater = "_>_"
  case greaterOrEqual = "_>=_"
  case isIn = "@in"
  case negate = "-_"
  case not = "!_"

  /// As it is written.
  var sign: String {
    switch self {
    case .isIn: "in"
    default: String(decoding: rawValue.utf8.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }
  }
}

/// A parsed expression: its nodes in an array, children before parents.
struct SyntaxTree: Sendable {
  struct Node: Sendable {
    var expression: Expression
    /// UTF-8 bytes of the source.
    var range: Range<Int>
    /// 1 for a leaf.
    var depth: Int
  }

  let source: SourceFile
  var nodes: [Node] = []
  var root: ExpressionID = 0

  init(source: SourceFile) {
    self.source = source
    nodes.reserveCapacity(32)
  }

  subscript(id: ExpressionID) -> Expression { nodes[id].expression }

  func range(_ id: ExpressionID) -> Range<Int> { nodes[id].range }

  /// `a.b.c` as one dotted name; nil when the expression is anything else.
  func qualifiedName(_ id: ExpressionID) -> (name: String, isRooted: Bool)? {
    switch nodes[id].expression {
    case .name(let name, let isRooted): (name, isRooted)
    case .select(let operand, let field, false):
      qualifiedName(operand).map { ($0.name + "." + field, $0.isRooted) }
    default: nil
    }
  }

  /// The first name of `a.b.c`.
  func leadingName(_ id: ExpressionID) -> String? {
    switch nodes[id].expression {
    case .name(let name, false): name
    case .select(let operand, _, false): leadingName(operand)
    default: nil
    }
  }
}
