import Diagnostics

// Expressions whose parts must agree on one type: branches, lists, maps.
extension Checker {
  mutating func conditional(
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
        zh: "两个分支的类型不同：\(shown(first)) 与 \(shown(second))"), id)
    return .error
  }

  mutating func list(_ elements: [ExpressionID], _ optional: Set<Int>) -> ValueType {
    for element in elements { check(element) }
    guard checksTypes else { return .dyn }
    return .list(
      joined(
        elements.enumerated().map { ($1, optional.contains($0)) },
        of: Bilingual("the elements of a list", zh: "列表的元素")))
  }

  mutating func map(_ entries: [Expression.Entry]) -> ValueType {
    for entry in entries {
      check(entry.key)
      check(entry.value)
    }
    guard checksTypes else { return .dyn }
    // In the standard profile it is an error of the evaluation, as in other implementations.
    for entry in entries where isPolicy {
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
  mutating func joined(
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
            zh: "\(what.zh)类型不同：\(substitution.settle(known)) 与 \(shown(part.id))"), part.id)
        return .error
      } else {
        result = .dyn
      }
    }
    return result ?? substitution.fresh()
  }

  /// The more general of two types that agree; nil when they do not.
  mutating func join(_ left: ValueType, _ right: ValueType) -> ValueType? {
    guard substitution.agrees(left, right) else { return nil }
    return .general(substitution.resolve(left), substitution.resolve(right))
  }
}
