import Diagnostics

// A call is checked against all overloads of its function: those that agree with the arguments give the
// result type, several with different results give dyn.
extension Checker {
  mutating func globalCall(
    _ id: ExpressionID, _ name: String, isRooted: Bool, _ arguments: [ExpressionID],
    _ nameRange: Range<Int>
  ) -> ValueType {
    for argument in arguments { check(argument) }
    guard
      let (_, function) = scope.find(name, isRooted: isRooted, in: { scope.functions[$0] })
    else { return unknownFunction(id, name, nameRange) }
    return resolve(id, function, shown: name, arguments, isMember: false)
  }

  mutating func memberCall(
    _ id: ExpressionID, _ target: ExpressionID, _ name: String, _ arguments: [ExpressionID],
    _ nameRange: Range<Int>
  ) -> ValueType {
    // `math.abs(x)`: the target may be the namespace of a function.
    if let (prefix, isRooted) = tree.qualifiedName(target),
      !(tree.leadingName(target).map { name in locals.contains { $0.name == name } } ?? false),
      let (fullName, function) = scope.find(
        prefix + "." + name, isRooted: isRooted, in: { scope.functions[$0] })
    {
      for argument in arguments { check(argument) }
      return resolve(id, function, shown: fullName, arguments, isMember: false)
    }
    check(target)
    for argument in arguments { check(argument) }
    // The function may well belong to what was meant.
    if checksTypes, type(of: target) == .error { return .error }
    guard let (_, function) = scope.find(name, isRooted: false, in: { scope.functions[$0] })
    else { return unknownFunction(id, name, nameRange) }
    return resolve(id, function, shown: name, [target] + arguments, isMember: true)
  }

  /// A call of an operator.
  mutating func call(
    _ id: ExpressionID, _ name: String, shown: String, _ arguments: [ExpressionID]
  ) -> ValueType {
    guard let function = scope.functions[name] else { return .error }
    return resolve(id, function, shown: shown, arguments, isMember: false)
  }

  private mutating func resolve(
    _ id: ExpressionID, _ function: Function, shown name: String, _ arguments: [ExpressionID],
    isMember: Bool
  ) -> ValueType {
    checked.functions.append(function)
    checked.references[id] = .function(checked.functions.count - 1)
    guard checksTypes else { return .dyn }
    // What is wrong with an argument has been said; a type guessed for the call would only be found wrong in turn.
    if arguments.contains(where: { type(of: $0) == .error }) { return .error }
    if let type = match(function, arguments, isMember: isMember) { return type }
    // A literal beside a decimal is read as one.
    if adaptsLiterals, arguments.contains(where: { isDecimal($0) }) {
      var adapted = false
      for argument in arguments where !isDecimal(argument) {
        adapted = adapt(argument) || adapted
      }
      if adapted, let type = match(function, arguments, isMember: isMember) { return type }
    }
    let types = arguments.map { self.shown($0) }.joined(separator: ", ")
    complain(
      "cel.no-overload",
      Bilingual("`\(name)` does not take (\(types))", zh: "`\(name)` 不接受（\(types)）"), id,
      help: help(function, arguments, isMember: isMember))
    return .error
  }

  /// The type of the call by the overloads that agree; nil when none does.
  private mutating func match(
    _ function: Function, _ arguments: [ExpressionID], isMember: Bool
  ) -> ValueType? {
    let types = arguments.map { checked.types[$0] }
    var result: ValueType?
    for overload in function.overloads
    where overload.isMember == isMember && overload.parameters.count == types.count {
      let (parameters, overloadResult) = substitution.instantiate(overload)
      guard substitution.agrees(types, parameters) else { continue }
      let type = substitution.resolve(overloadResult)
      if let known = result, known != type {
        result = .dyn
      } else {
        result = type
      }
      // Without dyn or unknowns in the arguments no further overload can agree.
      if overload.generics == 0, types.allSatisfy(\.isConcrete) { break }
    }
    return result
  }

  // MARK: - Literals beside decimals

  private mutating func isDecimal(_ id: ExpressionID) -> Bool {
    switch substitution.resolve(checked.types[id]) {
    case .decimal, .list(.decimal): true
    default: false
    }
  }

  /// Reads a number that is written out as a decimal; false when the expression is something else.
  mutating func adapt(_ id: ExpressionID) -> Bool {
    guard adaptsLiterals, canAdapt(id) else { return false }
    switch tree[id] {
    case .literal(let value):
      guard let number = decimal(value, id) else { return false }
      checked.references[id] = .constant(.decimal(number))
      checked.types[id] = .decimal
    case .list(let elements, _):
      for element in elements { _ = adapt(element) }
      checked.types[id] = .list(.decimal)
    case .unary(_, let operand):
      _ = adapt(operand)
      checked.types[id] = .decimal
    case .binary(_, let left, let right):
      _ = adapt(left)
      _ = adapt(right)
      checked.types[id] = .decimal
    case .conditional(_, let first, let second):
      _ = adapt(first)
      _ = adapt(second)
      checked.types[id] = .decimal
    default: return false
    }
    return true
  }

  /// Whether an expression is a number that is written out, or a sum or product of such.
  private func canAdapt(_ id: ExpressionID) -> Bool {
    switch tree[id] {
    case .literal(let value): decimal(value, id) != nil
    case .list(let elements, let optional):
      optional.isEmpty && !elements.isEmpty && elements.allSatisfy(canAdapt)
    case .unary(.negate, let operand): canAdapt(operand)
    case .binary(.add, let left, let right), .binary(.subtract, let left, let right),
      .binary(.multiply, let left, let right):
      canAdapt(left) && canAdapt(right)
    case .conditional(_, let first, let second): canAdapt(first) && canAdapt(second)
    default: false
    }
  }

  /// A literal as the decimal that its text says; a double would have been rounded already.
  private func decimal(_ value: Value, _ id: ExpressionID) -> Decimal? {
    switch value {
    case .int(let number): return Decimal(number)
    case .decimal(let number): return number
    case .double:
      let bytes = tree.source.bytes[tree.range(id)]
      let isNegative = bytes.first == UInt8(ascii: "-")
      let digits = bytes.drop { $0 == UInt8(ascii: "-") || $0 == 0x20 }
      guard
        case .decimal(let number) = NumberLiteral.decimal(
          String(decoding: digits, as: UTF8.self), isNegative: isNegative)
      else { return nil }
      return number
    default: return nil
    }
  }

  // MARK: - Choices

  /// The cases of a choice are in no order, least of all that of the alphabet.
  mutating func refuseOrder(_ operands: ExpressionID...) {
    for operand in operands {
      guard case .choice(let choice) = substitution.resolve(type(of: operand)) else { continue }
      complain(
        "cel.no-order",
        Bilingual("the cases of \(choice.name) have no order", zh: "\(choice.name) 的取值没有顺序"),
        operand,
        help: Bilingual("list the cases with `in`", zh: "请用 `in` 列出取值"))
    }
  }

  /// A text that is compared with a choice must be one of its cases.
  mutating func checkChoice(_ left: ExpressionID, _ right: ExpressionID) {
    for (operand, other) in [(left, right), (right, left)] {
      switch substitution.resolve(type(of: operand)) {
      case .choice(let choice), .list(.choice(let choice)): checkCases(of: choice, other)
      default: continue
      }
    }
  }

  private mutating func checkCases(of choice: ChoiceType, _ id: ExpressionID) {
    switch tree[id] {
    case .literal(.string(let text)):
      guard !choice.cases.contains(where: { Text.equal($0, text) }) else { return }
      let cases = choice.cases.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
      complain(
        "cel.unknown-case",
        Bilingual("`\(text)` is no case of \(choice.name)", zh: "`\(text)` 不是 \(choice.name) 的取值"),
        id,
        help: suggestion(for: text) { _ in choice.cases }
          ?? Bilingual("its cases are \(cases)", zh: "可取 \(cases)"))
    case .list(let elements, _):
      for element in elements { checkCases(of: choice, element) }
    case .conditional(_, let first, let second):
      checkCases(of: choice, first)
      checkCases(of: choice, second)
    default:
      if case .choice(let other) = substitution.resolve(type(of: id)), other != choice {
        complain(
          "cel.type-mismatch",
          Bilingual(
            "\(choice.name) and \(other.name) have nothing in common",
            zh: "\(choice.name) 与 \(other.name) 不可比较"),
          id)
      }
    }
  }

  // MARK: - Messages

  private mutating func unknownFunction(
    _ id: ExpressionID, _ name: String, _ nameRange: Range<Int>
  ) -> ValueType {
    checked.references[id] = .unknownFunction(name)
    let hint: Bilingual? =
      isPolicy && name == "dyn"
      ? Bilingual("a policy has no values of type dyn", zh: "制度中没有 dyn 类型的值")
      : suggestion(for: name) { $0.scope.functions.suggestibleNames }
    complain(
      "cel.unknown-function", Bilingual("unknown function `\(name)`", zh: "未知的函数 `\(name)`"),
      at: nameRange, help: hint)
    return .error
  }

  private mutating func help(
    _ function: Function, _ arguments: [ExpressionID], isMember: Bool
  ) -> Bilingual? {
    let types = arguments.map { substitution.resolve(checked.types[$0]) }
    if types.contains(.decimal), types.contains(.int) {
      return Bilingual(
        "make the int a decimal with `decimal(…)`", zh: "请用 `decimal(…)` 把整数转换为小数")
    }
    if types.contains(.decimal), types.contains(.double) {
      return Bilingual(
        "a double is not exact; write the number itself or use decimal throughout",
        zh: "double 并不精确，请直接写出数字或全部使用 decimal")
    }
    let known = function.overloads.filter { $0.isMember == isMember }.prefix(4)
    guard !known.isEmpty, known.count < 4 else { return nil }
    let texts = known.map { overload in
      "(" + overload.parameters.map { $0.shown }.joined(separator: ", ") + ")"
    }.joined(separator: ", ")
    return Bilingual("it takes \(texts)", zh: "可接受 \(texts)")
  }
}

extension ValueType {
  /// Whether the type leaves nothing open at its top, where overloads differ.
  fileprivate var isConcrete: Bool {
    switch self {
    case .dyn, .variable, .error, .null, .wrapper, .choice, .parameter: false
    case .list, .map, .type, .optional, .abstract: false
    default: true
    }
  }

  /// With the unknowns of a declaration by letters.
  fileprivate var shown: String {
    switch self {
    case .variable(0): "A"
    case .variable(1): "B"
    case .variable: "C"
    case .list, .map, .type, .optional, .wrapper, .abstract:
      mapChildren { .parameter($0.shown) }.description
    default: description
    }
  }
}
