import Diagnostics

/// Resolves the names of an expression and deduces the type of each of its nodes.
///
/// Without `checksTypes` names are resolved all the same, but every type is `dyn` and what is unknown becomes
/// an error of the evaluation.
struct Checker {
  struct Local {
    let name: String
    let type: ValueType
    let index: Int
  }

  let tree: SyntaxTree
  let scope: Scope
  /// No dyn, no heterogeneous lists.
  let isPolicy: Bool
  let checksTypes: Bool
  /// Whether a numeric literal beside a decimal is one.
  let adaptsLiterals: Bool
  var checked: CheckedTree
  var substitution = Substitution()
  var locals: [Local] = []
  var report = DiagnosticReport()
  /// How many more times a name is compared with all that are known.
  var suggestionsLeft: Int

  init(
    _ tree: SyntaxTree, _ scope: Scope, isPolicy: Bool, checksTypes: Bool, suggestions: Int = 10
  ) {
    self.tree = tree
    suggestionsLeft = suggestions
    self.scope = scope
    self.isPolicy = isPolicy
    self.checksTypes = checksTypes
    adaptsLiterals = scope.functions["decimal"] != nil
    checked = CheckedTree(
      tree: tree, types: Array(repeating: .dyn, count: tree.nodes.count),
      references: Array(repeating: .none, count: tree.nodes.count))
  }

  static func check(
    _ tree: SyntaxTree, _ scope: Scope, isPolicy: Bool, checksTypes: Bool = true,
    suggestions: Int = 10
  ) throws(DiagnosticReport) -> CheckedTree {
    var checker = Checker(
      tree, scope, isPolicy: isPolicy, checksTypes: checksTypes, suggestions: suggestions)
    checker.check(tree.root)
    for id in checker.checked.types.indices {
      checker.checked.types[id] = checker.substitution.settle(checker.checked.types[id])
    }
    if checker.substitution.isExhausted {
      checker.complain(
        "cel.limit", Bilingual("the types of the expression are too large", zh: "表达式的类型过大"),
        tree.root)
    }
    if isPolicy, checksTypes, !checker.report.hasErrors { checker.refuseUnknownTypes() }
    if checker.report.hasErrors { throw checker.report.sorted() }
    return checker.checked
  }

  func type(of id: ExpressionID) -> ValueType { checked.types[id] }

  /// Deduces the type of a node and of all below it; afterwards `type(of:)` knows it.
  mutating func check(_ id: ExpressionID) {
    let type = deduce(id)
    checked.types[id] = checksTypes ? type : .dyn
  }

  mutating func deduce(_ id: ExpressionID) -> ValueType {
    switch tree[id] {
    case .literal(let value): return Self.type(of: value)
    case .name(let name, let isRooted): return self.name(id, name, isRooted: isRooted)
    case .select(let operand, let field, let isOptional):
      return select(id, operand, field, isOptional: isOptional)
    case .has(let operand, let field): return has(id, operand, field)
    case .unary(let operation, let operand):
      check(operand)
      return call(id, operation.rawValue, shown: operation.sign, [operand])
    case .binary(let operation, let left, let right):
      check(left)
      check(right)
      let type = call(id, operation.rawValue, shown: operation.sign, [left, right])
      switch operation {
      case .equal, .notEqual, .isIn: checkChoice(left, right)
      case .less, .lessOrEqual, .greater, .greaterOrEqual: refuseOrder(left, right)
      case .add, .subtract, .multiply, .divide, .remainder, .negate, .not: break
      }
      return type
    case .and(let operands), .or(let operands):
      for operand in operands {
        check(operand)
        expect(operand, .bool)
      }
      return .bool
    case .conditional(let condition, let first, let second):
      check(condition)
      expect(condition, .bool)
      check(first)
      check(second)
      return conditional(id, first, second)
    case .index(let operand, let index, let isOptional):
      check(operand)
      check(index)
      let type = call(id, "_[_]", shown: "[]", [operand, index])
      // Of a dyn nothing is known, not even that it is no optional already.
      if isOptional, type != .error, checked.types[operand] != .dyn,
        !isOptionalType(checked.types[operand])
      {
        return .optional(type)
      }
      return type
    case .call(let name, let isRooted, let arguments, let nameRange):
      return globalCall(id, name, isRooted: isRooted, arguments, nameRange)
    case .member(let target, let name, let arguments, let nameRange):
      return memberCall(id, target, name, arguments, nameRange)
    case .list(let elements, let optional): return list(elements, optional)
    case .map(let entries): return map(entries)
    case .message(let name):
      let text = tree.qualifiedName(name)?.name ?? ""
      complain(
        "cel.message", Bilingual("`\(text)` is no type that can be made", zh: "无法构造类型 `\(text)`"),
        id)
      return .error
    case .comprehension(let comprehension): return self.comprehension(id, comprehension)
    case .bind(let name, let value, let body):
      check(value)
      return withLocals(id, [(name, type(of: value))]) {
        $0.check(body)
      } result: {
        $0.type(of: body)
      }
    case .optionalMap(let target, let name, let body, let isFlat):
      return optionalMap(id, target, name, body, isFlat: isFlat)
    }
  }

  static func type(of literal: Value) -> ValueType {
    switch literal {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .uint: .uint
    case .double: .double
    case .string: .string
    case .bytes: .bytes
    case .decimal: .decimal
    default: .dyn
    }
  }

  // MARK: - Expectations

  /// The type of the value in an optional.
  mutating func unwrapped(_ id: ExpressionID) -> ValueType {
    switch substitution.resolve(type(of: id)) {
    case .optional(let type): return type
    case .dyn: return .dyn
    case .error: return .error
    default:
      let inner = substitution.fresh()
      expect(id, .optional(inner))
      return inner
    }
  }

  mutating func isOptionalType(_ type: ValueType) -> Bool {
    if case .optional = substitution.resolve(type) { true } else { false }
  }

  mutating func expect(_ id: ExpressionID, _ type: ValueType) {
    guard checksTypes, !substitution.agrees(type, checked.types[id]) else { return }
    complain(
      "cel.type-mismatch",
      Bilingual(
        "expected \(substitution.settle(type)), found \(shown(id))",
        zh: "应为 \(substitution.settle(type))，实为 \(shown(id))"), id)
  }

  /// The type of a node, for a message.
  mutating func shown(_ id: ExpressionID) -> String {
    substitution.settle(checked.types[id]).description
  }

  mutating func complain(
    _ code: String, _ message: Bilingual, _ id: ExpressionID, help: Bilingual? = nil
  ) {
    complain(code, message, at: tree.range(id), help: help)
  }

  mutating func complain(
    _ code: String, _ message: Bilingual, at range: Range<Int>, help: Bilingual? = nil
  ) {
    guard checksTypes else { return }
    report.append(Diagnostic(code, message, at: Span(tree.source, range), help: help))
  }

  /// In a policy every type must be known: an empty list that nothing gives a type is refused.
  mutating func refuseUnknownTypes() {
    for id in tree.nodes.indices where checked.types[id].mentionsDyn {
      switch tree[id] {
      case .list, .map, .call, .member:
        complain(
          "cel.unknown-type",
          Bilingual("nothing tells the type of this value", zh: "无法确定此值的类型"), id,
          help: Bilingual("a policy has no values of type dyn", zh: "制度中没有 dyn 类型的值"))
        return
      default: continue
      }
    }
  }
}

extension ValueType {
  var canBeKey: Bool {
    switch self {
    case .bool, .int, .uint, .string, .choice, .wrapper, .dyn, .error, .variable, .parameter: true
    default: false
    }
  }

  fileprivate var mentionsDyn: Bool {
    switch self {
    case .dyn: true
    case .list(let type), .optional(let type), .wrapper(let type): type.mentionsDyn
    case .map(let key, let value): key.mentionsDyn || value.mentionsDyn
    case .abstract(_, let types): types.contains(where: \.mentionsDyn)
    default: false
    }
  }
}
