import Diagnostics

// Macros are calls whose arguments are not evaluated as such: they name a variable or test a field.
// A call with another number of arguments than the macro takes is an ordinary call.
extension Parser {
  /// `has(e.f)`
  mutating func hasMacro(
    _ arguments: [ExpressionID], _ range: Range<Int>
  ) throws(DiagnosticReport) -> ExpressionID {
    guard arguments.count == 1,
      case .select(let operand, let field, isOptional: false) = tree[arguments[0]]
    else {
      throw failure(
        "cel.macro", Bilingual("`has` takes one field selection", zh: "`has` 需要一个字段选择"), range,
        help: Bilingual("write `has(request.budget)`", zh: "写作 `has(request.budget)`"))
    }
    return try add(.has(operand, field: field), range: range, children: [operand])
  }

  /// nil: not a macro, or not with so many arguments.
  mutating func memberMacro(
    _ target: ExpressionID, _ name: String, _ arguments: [ExpressionID], _ range: Range<Int>,
    nameRange: Range<Int>
  ) throws(DiagnosticReport) -> ExpressionID? {
    switch (name, arguments.count) {
    case ("all", 2): return try comprehension(.all, target, arguments, range)
    case ("exists", 2): return try comprehension(.exists, target, arguments, range)
    case ("exists_one", 2), ("existsOne", 2):
      return try comprehension(.existsOne, target, arguments, range)
    case ("map", 2): return try comprehension(.map, target, arguments, range)
    case ("map", 3):
      return try comprehension(.map, target, arguments, range, hasFilter: true)
    case ("filter", 2): return try comprehension(.filter, target, arguments, range)
    case ("bind", 3) where options.libraries.contains(.bindings) && isName(target, "cel"):
      return try bind(arguments, range)
    case ("greatest", 3...) where options.libraries.contains(.math) && isName(target, "math"),
      ("least", 3...) where options.libraries.contains(.math) && isName(target, "math"):
      let list = try add(.list(arguments, optional: []), range: range, children: arguments)
      return try add(
        .member(target, name, [list], nameRange: nameRange), range: range, children: [target, list])
    case ("optMap", 2) where options.libraries.contains(.optionals):
      return try optionalMap(target, arguments, range, isFlat: false)
    case ("optFlatMap", 2) where options.libraries.contains(.optionals):
      return try optionalMap(target, arguments, range, isFlat: true)
    default:
      guard options.libraries.contains(.twoVariableComprehensions) else { return nil }
      return try twoVariableMacro(target, name, arguments, range)
    }
  }

  private mutating func twoVariableMacro(
    _ target: ExpressionID, _ name: String, _ arguments: [ExpressionID], _ range: Range<Int>
  ) throws(DiagnosticReport) -> ExpressionID? {
    let macro: Comprehension.Macro
    switch (name, arguments.count) {
    case ("all", 3): macro = .all
    case ("exists", 3): macro = .exists
    case ("existsOne", 3), ("exists_one", 3): macro = .existsOne
    case ("transformList", 3...4): macro = .transformList
    case ("transformMap", 3...4): macro = .transformMap
    case ("transformMapEntry", 3...4): macro = .transformMapEntry
    default: return nil
    }
    return try comprehension(
      macro, target, arguments, range, variables: 2, hasFilter: arguments.count == 4)
  }

  private mutating func comprehension(
    _ macro: Comprehension.Macro, _ target: ExpressionID, _ arguments: [ExpressionID],
    _ range: Range<Int>, variables: Int = 1, hasFilter: Bool = false
  ) throws(DiagnosticReport) -> ExpressionID {
    let first = try variable(arguments[0])
    let second = variables == 2 ? try variable(arguments[1]) : nil
    if first == second {
      throw failure(
        "cel.macro",
        Bilingual("the two variables are both `\(first)`", zh: "两个变量同名 `\(first)`"),
        tree.range(arguments[1]))
    }
    let body = arguments[arguments.count - 1]
    let filter = hasFilter ? arguments[arguments.count - 2] : nil
    return try add(
      .comprehension(
        Comprehension(
          macro: macro, range: target, variable: first, secondVariable: second, filter: filter,
          body: body)), range: range, children: [target] + (filter.map { [$0] } ?? []) + [body])
  }

  private mutating func bind(
    _ arguments: [ExpressionID], _ range: Range<Int>
  ) throws(DiagnosticReport) -> ExpressionID {
    let name = try variable(arguments[0])
    return try add(
      .bind(name, arguments[1], arguments[2]), range: range, children: [arguments[1], arguments[2]])
  }

  private mutating func optionalMap(
    _ target: ExpressionID, _ arguments: [ExpressionID], _ range: Range<Int>, isFlat: Bool
  ) throws(DiagnosticReport) -> ExpressionID {
    let name = try variable(arguments[0])
    return try add(
      .optionalMap(target, name, arguments[1], isFlat: isFlat), range: range,
      children: [target, arguments[1]])
  }

  private func variable(_ id: ExpressionID) throws(DiagnosticReport) -> String {
    guard case .name(let name, isRooted: false) = tree[id] else {
      throw failure(
        "cel.macro", Bilingual("expected a simple name for the variable", zh: "变量须为简单名称"),
        tree.range(id))
    }
    return name
  }

  private func isName(_ id: ExpressionID, _ name: String) -> Bool {
    if case .name(name, isRooted: false) = tree[id] { true } else { false }
  }
}
