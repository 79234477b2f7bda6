import Diagnostics

// Names are resolved by the longest prefix that is declared: `a.b.c` is the variable `a.b.c` if there is one,
// else the field `c` of `a.b`, and so on. The variables of macros hide all others.
extension Checker {
  mutating func name(_ id: ExpressionID, _ name: String, isRooted: Bool) -> ValueType {
    if !isRooted, let local = locals.last(where: { $0.name == name }) {
      checked.references[id] = .local(local.index)
      return local.type
    }
    if let type = resolve(id, name, isRooted: isRooted) { return type }
    checked.references[id] = .unknownName(name)
    let fields = fields(of: name)
    if fields.isEmpty {
      complain(
        "cel.unknown-name", Bilingual("unknown name `\(name)`", zh: "未知的名称 `\(name)`"), id,
        help: suggestion(for: name, among: Self.knownNames))
    } else {
      complain(
        "cel.unknown-name",
        Bilingual("`\(name)` is no value by itself", zh: "`\(name)` 本身不是值"), id,
        help: Bilingual(
          "name one of its fields, as in `\(name).\(fields[0])`",
          zh: "请指明字段，例如 `\(name).\(fields[0])`"))
    }
    return .error
  }

  /// A variable or a named type; nil when the name is neither.
  private mutating func resolve(
    _ id: ExpressionID, _ name: String, isRooted: Bool
  ) -> ValueType? {
    if let (fullName, variable) = scope.find(
      name, isRooted: isRooted, in: { scope.variables[$0] })
    {
      checked.references[id] = .slot(variable.slot, name: fullName)
      return variable.type
    }
    if let (_, type) = scope.find(name, isRooted: isRooted, in: { scope.typeNames[$0] }) {
      checked.references[id] = .constant(.type(type.runtimeName))
      return .type(type)
    }
    return nil
  }

  mutating func select(
    _ id: ExpressionID, _ operand: ExpressionID, _ field: String, isOptional: Bool
  ) -> ValueType {
    if !isOptional, let type = qualified(id) { return type }
    if !isOptional, let type = unknownField(id, operand, field) { return type }
    check(operand)
    let type = fieldType(id, operand, field)
    return isOptional && type != .error && !isOptionalType(self.type(of: operand))
      ? .optional(type) : type
  }

  /// The node as a dotted name of a variable or type.
  private mutating func qualified(_ id: ExpressionID) -> ValueType? {
    if let leading = tree.leadingName(id) {
      // Asked first, for a long chain of names takes time to spell out at each of its points.
      guard scope.mayQualify(leading), !locals.contains(where: { $0.name == leading }) else {
        return nil
      }
    }
    guard let (name, isRooted) = tree.qualifiedName(id) else { return nil }
    return resolve(id, name, isRooted: isRooted)
  }

  /// `request.bugdet` where variables `request.…` are declared, but not this one, nor `request` itself.
  private mutating func unknownField(
    _ id: ExpressionID, _ operand: ExpressionID, _ field: String
  ) -> ValueType? {
    guard let leading = tree.leadingName(operand), scope.namespaces[leading] != nil,
      !locals.contains(where: { $0.name == leading }),
      let (name, _) = tree.qualifiedName(operand), scope.namespaces[name] != nil
    else { return nil }
    // Some prefix of the operand may be declared, or the whole select be a deeper prefix.
    var prefix: ExpressionID? = operand
    while let current = prefix {
      if let (name, isRooted) = tree.qualifiedName(current),
        scope.find(name, isRooted: isRooted, in: { scope.variables[$0] }) != nil
      {
        return nil
      }
      if case .select(let inner, _, _) = tree[current] { prefix = inner } else { prefix = nil }
    }
    let known = fields(of: name)
    let fullName = name + "." + field
    checked.references[id] = .unknownName(fullName)
    let deeper = fields(of: fullName)
    let end = tree.range(id).upperBound
    let range = max(tree.range(id).lowerBound, end - field.utf8.count)..<end
    if deeper.isEmpty {
      complain(
        "cel.unknown-field",
        Bilingual("unknown field `\(field)` of `\(name)`", zh: "`\(name)` 没有字段 `\(field)`"),
        at: range, help: suggestion(for: field) { _ in known })
    } else {
      complain(
        "cel.unknown-name",
        Bilingual("`\(fullName)` is no value by itself", zh: "`\(fullName)` 本身不是值"), at: range,
        help: Bilingual(
          "name one of its fields, as in `\(fullName).\(deeper[0])`",
          zh: "请指明字段，例如 `\(fullName).\(deeper[0])`"))
    }
    return .error
  }

  mutating func has(_ id: ExpressionID, _ operand: ExpressionID, _ field: String) -> ValueType {
    if let (name, isRooted) = tree.qualifiedName(operand),
      !(tree.leadingName(operand).map { name in locals.contains { $0.name == name } } ?? false),
      scope.find(name, isRooted: isRooted, in: { scope.variables[$0] }) == nil,
      let (fullName, variable) = scope.find(
        name + "." + field, isRooted: isRooted, in: { scope.variables[$0] })
    {
      checked.references[id] = .isSet(variable.slot, name: fullName)
      return .bool
    }
    if unknownField(id, operand, field) != nil { return .error }
    check(operand)
    _ = fieldType(id, operand, field)
    return .bool
  }

  /// The type of a field; of an optional operand an optional of it.
  private mutating func fieldType(
    _ id: ExpressionID, _ operand: ExpressionID, _ field: String
  ) -> ValueType {
    guard checksTypes else { return .dyn }
    let type = substitution.resolve(type(of: operand))
    switch type {
    case .optional(let inner):
      let result = fieldType(id, operand, substitution.resolve(inner), field)
      return result == .error ? result : .optional(result)
    default: return fieldType(id, operand, type, field)
    }
  }

  private mutating func fieldType(
    _ id: ExpressionID, _ operand: ExpressionID, _ type: ValueType, _ field: String
  ) -> ValueType {
    switch type {
    case .dyn: return .dyn
    case .error: return .error
    case .map(_, let value): return value
    case .variable:
      _ = substitution.agrees(.dyn, type)
      return .dyn
    case .record(let record):
      if let index = record.index(of: field) { return record.fields[index].type }
      let end = tree.range(id).upperBound
      complain(
        "cel.unknown-field",
        Bilingual(
          "unknown field `\(field)` of `\(record.name)`", zh: "`\(record.name)` 没有字段 `\(field)`"),
        at: max(tree.range(id).lowerBound, end - field.utf8.count)..<end,
        help: suggestion(for: field) { _ in record.fields.map(\.name) })
      return .error
    default:
      complain(
        "cel.type-mismatch",
        Bilingual(
          "\(substitution.settle(type)) has no fields", zh: "\(substitution.settle(type)) 没有字段"),
        operand)
      return .error
    }
  }

  // MARK: - Suggestions

  /// The next parts of the variables that begin with `name.`, each once, in order.
  private func fields(of name: String) -> [String] { (scope.namespaces[name] ?? []).sorted() }

  /// "Did you mean", for names long enough to have been misspelt.
  ///
  /// A few times only: comparing with all names takes time, and whoever has many mistakes needs no more hints.
  mutating func suggestion(for name: String, among known: (Checker) -> [String]) -> Bilingual? {
    guard name.utf8.count >= 3, suggestionsLeft > 0 else { return nil }
    suggestionsLeft -= 1
    return didYouMean(name, among: known(self))
  }

  private static func knownNames(_ checker: Checker) -> [String] {
    let scope = checker.scope
    let names = checker.locals.map(\.name) + scope.variables.keys + scope.namespaces.keys
    return (names + scope.typeNames.keys).sorted()
  }
}
