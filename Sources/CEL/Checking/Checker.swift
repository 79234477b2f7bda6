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
  var suggestionsLeft = 10

  init(_ tree: SyntaxTree, _ scope: Scope, isPolicy: Bool, checksTypes: Bool) {
    self.tree = tree
    self.scope = scope
    self.isPolicy = isPolicy
    self.checksTypes = checksTypes
    adaptsLiterals = scope.functions["decimal"] != nil
    checked = CheckedTree(
      tree: tree, types: Array(repeating: .dyn, count: tree.nodes.count),
      references: Array(repeating: .none, count: tree.nodes.count))
  }

  static func check(
    _ tree: SyntaxTree, _ scope: Scope, isPolicy: Bool, checksTypes: Bool = true
  ) throws(DiagnosticReport) -> CheckedTree {
    var checker = Checker(tree, scope, isPolicy: isPolicy, checksTypes: checksTypes)
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

  private mutating func deduce(_ id: ExpressionID) -> ValueType {
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
      if isOptional, type != .error, !isOptionalType(checked.types[operand]) {
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

  // MARK: - Aggregates

  private mutating func conditional(
    _ id: ExpressionID, _ first: ExpressionID, _ second: ExpressionID
  ) -> ValueType {
    guard checksTypes else { return .dyn }
    if let type = join(type(of: first), type(of: second)) { return type }
    for (literal, other) in [(first, second), (second, first)]
    where substitution.resolve(type(of: other)) == .decimal && adapt(literal) { return .decimal }
    complain(
      "cel.type-mismatch",
      Bilingual(
        "the branches have different types, \(shown(first)) and \(shown(second))",
        zh: "两个分支的类型不同: \(shown(first)) 与 \(shown(second))"), id)
    return .error
  }

  private mutating func list(_ elements: [ExpressionID], _ optional: Set<Int>) -> ValueType {
    for element in elements { check(element) }
    guard checksTypes else { return .dyn }
    return .list(
      joined(
        elements.enumerated().map { ($1, optional.contains($0)) },
        of: Bilingual("the elements of a list", zh: "列表的元素")))
  }

  private mutating func map(_ entries: [Expression.Entry]) -> ValueType {
    for entry in entries {
      check(entry.key)
      check(entry.value)
    }
    guard checksTypes else { return .dyn }
    for entry in entries {
      let type = substitution.resolve(type(of: entry.key))
      guard type.canBeKey else {
        complain(
          "cel.key-type",
          Bilingual(
            "\(shown(entry.key)) cannot be the type of a key", zh: "\(shown(entry.key)) 不能作为键的类型"),
          entry.key,
          help: Bilingual("keys are bool, int, uint or string", zh: "键须为 bool、int、uint 或 string"))
        return .error
      }
    }
    return .map(
      joined(entries.map { ($0.key, false) }, of: Bilingual("the keys of a map", zh: "映射的键")),
      joined(
        entries.map { ($0.value, $0.isOptional) },
        of: Bilingual("the values of a map", zh: "映射的值")))
  }

  /// One type for all of some expressions; those marked are optionals whose value counts.
  private mutating func joined(
    _ parts: [(id: ExpressionID, isOptional: Bool)], of what: Bilingual
  ) -> ValueType {
    if adaptsLiterals, parts.contains(where: { type(of: $0.id) == .decimal }) {
      for part in parts where type(of: part.id) != .decimal { _ = adapt(part.id) }
    }
    var result: ValueType?
    for part in parts {
      var type = type(of: part.id)
      if part.isOptional { type = unwrapped(part.id) }
      guard let known = result else {
        result = type
        continue
      }
      if let joined = join(known, type) {
        result = joined
      } else if isPolicy {
        complain(
          "cel.type-mismatch",
          Bilingual(
            "\(what.en) have different types, \(substitution.settle(known)) and \(shown(part.id))",
            zh: "\(what.zh)类型不同: \(substitution.settle(known)) 与 \(shown(part.id))"), part.id)
        return .error
      } else {
        result = .dyn
      }
    }
    return result ?? substitution.fresh()
  }

  /// The more general of two types that agree; nil when they do not.
  private mutating func join(_ left: ValueType, _ right: ValueType) -> ValueType? {
    guard substitution.agrees(left, right) else { return nil }
    return .general(substitution.resolve(left), substitution.resolve(right))
  }

  // MARK: - Macros

  private mutating func comprehension(
    _ id: ExpressionID, _ comprehension: Comprehension
  ) -> ValueType {
    check(comprehension.range)
    let variables = variableTypes(comprehension)
    var names = [(comprehension.variable, variables.first)]
    if let second = comprehension.secondVariable { names.append((second, variables.second)) }
    return withLocals(id, names) { checker in
      if let filter = comprehension.filter {
        checker.check(filter)
        checker.expect(filter, .bool)
      }
      checker.check(comprehension.body)
      switch comprehension.macro {
      case .all, .exists, .existsOne, .filter: checker.expect(comprehension.body, .bool)
      case .map, .transformList, .transformMap, .transformMapEntry: break
      }
    } result: { checker in
      let body = checker.type(of: comprehension.body)
      switch comprehension.macro {
      case .all, .exists, .existsOne: return .bool
      case .map, .transformList: return .list(body)
      case .filter: return .list(variables.first)
      case .transformMap: return .map(variables.first, body)
      case .transformMapEntry:
        let entry = ValueType.map(checker.substitution.fresh(), checker.substitution.fresh())
        checker.expect(comprehension.body, entry)
        return entry
      }
    }
  }

  /// The types that the variables of a macro have over its range.
  private mutating func variableTypes(
    _ comprehension: Comprehension
  ) -> (first: ValueType, second: ValueType) {
    let range = substitution.resolve(type(of: comprehension.range))
    let isPair = comprehension.secondVariable != nil
    switch range {
    case .list(let element): return isPair ? (.int, element) : (element, .dyn)
    case .map(let key, let value): return (key, value)
    case .dyn, .error: return (.dyn, .dyn)
    case .variable:
      _ = substitution.agrees(.dyn, range)
      return (.dyn, .dyn)
    default:
      complain(
        "cel.type-mismatch",
        Bilingual(
          "`\(comprehension.macro.rawValue)` works on a list or a map, not on \(shown(comprehension.range))",
          zh: "`\(comprehension.macro.rawValue)` 用于列表或映射,不用于 \(shown(comprehension.range))"),
        comprehension.range)
      return (.error, .error)
    }
  }

  private mutating func optionalMap(
    _ id: ExpressionID, _ target: ExpressionID, _ name: String, _ body: ExpressionID, isFlat: Bool
  ) -> ValueType {
    check(target)
    return withLocals(id, [(name, unwrapped(target))]) {
      $0.check(body)
    } result: { checker in
      guard isFlat else { return .optional(checker.type(of: body)) }
      let result = ValueType.optional(checker.substitution.fresh())
      checker.expect(body, result)
      return result
    }
  }

  private mutating func withLocals(
    _ id: ExpressionID, _ names: [(String, ValueType)], _ body: (inout Checker) -> Void,
    result: (inout Checker) -> ValueType
  ) -> ValueType {
    let base = locals.count
    for (offset, (name, type)) in names.enumerated() {
      locals.append(Local(name: name, type: type, index: base + offset))
    }
    checked.localCount = max(checked.localCount, locals.count)
    checked.references[id] = .locals(base)
    body(&self)
    locals.removeLast(names.count)
    return result(&self)
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
        zh: "应为 \(substitution.settle(type)),实为 \(shown(id))"), id)
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
  private mutating func refuseUnknownTypes() {
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
  fileprivate var canBeKey: Bool {
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
