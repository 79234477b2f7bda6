import CEL
import Diagnostics
import Engine

extension Findings {
  /// A cell of a decision table, for an input of a type.
  ///
  /// `-`, a constant, constants separated by commas, `< <= > >=` with a constant, `[a..b]` with round brackets where an end is
  /// left out, or `not(…)` around any of these. `null` is a constant where the input may be unset.
  func cell(_ node: Node, of type: ValueType, isNullable: Bool, _ currency: String)
    -> DecisionTable.Cell?
  {
    guard let scalar = scalar(node, Bilingual("a cell", zh: "单元格")) else { return nil }
    let text = scalar.text.trimmed
    if text == "-" { return .anything }
    if text.hasPrefix("not("), text.hasSuffix(")") {
      return test(
        String(text.dropFirst(4).dropLast()).trimmed, of: type, isNullable, currency, scalar
      ).map { .not($0) }
    }
    return test(text, of: type, isNullable, currency, scalar)
  }

  private func test(
    _ text: String, of type: ValueType, _ isNullable: Bool, _ currency: String, _ scalar: Scalar
  ) -> DecisionTable.Cell? {
    for (sign, inclusive) in [("<=", true), ("<", false), (">=", true), (">", false)]
    where text.hasPrefix(sign) {
      guard
        let value = constant(
          String(text.dropFirst(sign.count)).trimmed, of: type, currency, scalar, ordered: true)
      else { return nil }
      let bound = DecisionTable.Bound(value, isInclusive: inclusive)
      return sign.hasPrefix("<") ? .below(bound) : .above(bound)
    }
    if let first = text.first, let last = text.last, "[(".contains(first), "])".contains(last),
      text.contains("..")
    {
      return interval(text, of: type, currency, scalar)
    }
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      .map { String($0).trimmed }
    let cells = parts.compactMap { part -> DecisionTable.Cell? in
      if part == "null", isNullable || type.hasNoWord("null") {
        if isNullable { return .equals(.null) }
        error(
          "never-null",
          Bilingual(
            "the input is never `null`: it is no field that may be left out",
            zh: "该输入不会为 `null`：它不是可以留空的字段"), at: scalar.span)
        return nil
      }
      return constant(part, of: type, currency, scalar, ordered: false)
        .map(DecisionTable.Cell.equals)
    }
    guard cells.count == parts.count else { return nil }
    return cells.count == 1 ? cells[0] : .oneOf(cells)
  }

  private func interval(
    _ text: String, of type: ValueType, _ currency: String, _ scalar: Scalar
  ) -> DecisionTable.Cell? {
    let ends = String(text.dropFirst().dropLast()).piecesBetweenDots.map(\.trimmed)
    guard ends.count == 2 else {
      expected(
        Bilingual("an interval such as `[1..5)`", zh: "区间，如 `[1..5)`"),
        Node(.scalar(scalar), at: scalar.span))
      return nil
    }
    guard let low = constant(ends[0], of: type, currency, scalar, ordered: true),
      let high = constant(ends[1], of: type, currency, scalar, ordered: true)
    else { return nil }
    return .interval(
      .init(low, isInclusive: text.hasPrefix("[")), .init(high, isInclusive: text.hasSuffix("]")))
  }

  /// A constant of the type, written as the place demands: `5%`, `30 days`, `200000 CNY`, `strategic`.
  private func constant(
    _ text: String, of type: ValueType, _ currency: String, _ scalar: Scalar, ordered: Bool
  ) -> Value? {
    let node = Node(
      .scalar(Scalar(text, style: .plain, at: scalar.span)), at: scalar.span)
    func mismatch(_ what: Bilingual) -> Value? {
      expected(what, node)
      return nil
    }
    switch type {
    case .decimal:
      guard let amount = amount(node, currency: currency) else { return nil }
      switch amount {
      case .percent(let number), .money(let number), .number(let number): return .decimal(number)
      case .days: return mismatch(Bilingual("a number", zh: "数字"))
      }
    case .int:
      return Int64(text).map { .int($0) } ?? mismatch(Bilingual("a whole number", zh: "整数"))
    case .duration:
      guard case .days(let days)? = amount(node, currency: currency),
        let span = TimeSpan(days: days)
      else { return mismatch(Bilingual("a number of days: `30 days`", zh: "天数：`30 days`")) }
      return .duration(span)
    case .date:
      return CivilDate(text).map { .date($0) } ?? mismatch(Bilingual("a date", zh: "日期"))
    case .bool where !ordered:
      return ["true": true, "false": false][text].map { .bool($0) }
        ?? mismatch(Bilingual("`true` or `false`", zh: "`true` 或 `false`"))
    case .choice(let choice) where !ordered:
      guard choice.cases.contains(text) else {
        unknown(
          "choice", Bilingual("choice", zh: "选项"), text, at: scalar.span, known: choice.cases)
        return nil
      }
      return .string(text)
    case .string where !ordered: return .string(text)
    default:
      return mismatch(
        Bilingual("a test that values of type \(type) allow", zh: "适用于 \(type) 类型的判断"))
    }
  }
}

extension ValueType {
  /// Whether a word is not one of the type's own values.
  fileprivate func hasNoWord(_ word: String) -> Bool {
    switch self {
    case .choice(let choice): !choice.cases.contains(word)
    case .string: false
    default: true
    }
  }
}

extension String {
  /// Without spaces at both ends.
  fileprivate var trimmed: String {
    var kept = drop { $0 == " " }
    while kept.last == " " { kept.removeLast() }
    return String(kept)
  }
}
