import CEL
import Diagnostics
import Engine

extension Findings {
  func boolean(_ node: Node) -> Bool? {
    let what = Bilingual("`true` or `false`", zh: "`true` 或 `false`")
    guard let scalar = scalar(node, what) else { return nil }
    switch scalar.text {
    case "true": return true
    case "false": return false
    default:
      expected(what, node)
      return nil
    }
  }

  func integer(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    let what = Bilingual(
      "a whole number from \(range.lowerBound) to \(range.upperBound)",
      zh: "\(range.lowerBound) 到 \(range.upperBound) 的整数")
    guard let scalar = scalar(node, what) else { return nil }
    guard let number = Int(scalar.text), range.contains(number), !scalar.text.hasPrefix("+") else {
      expected(what, node)
      return nil
    }
    return number
  }

  func date(_ node: Node) -> CivilDate? {
    let what = Bilingual("a date such as `2026-10-01`", zh: "日期，如 `2026-10-01`")
    guard let scalar = scalar(node, what) else { return nil }
    guard let date = CivilDate(scalar.text) else {
      expected(what, node)
      return nil
    }
    return date
  }

  /// `2026-10-01` or `2026-10-01..2026-10-07`, both ends included.
  func dates(_ node: Node) -> ClosedRange<CivilDate>? {
    let what = Bilingual(
      "a date or a range such as `2026-10-01..2026-10-07`",
      zh: "日期或区间，如 `2026-10-01..2026-10-07`")
    guard let scalar = scalar(node, what) else { return nil }
    if let day = CivilDate(scalar.text) { return day...day }
    let ends = scalar.text.piecesBetweenDots.map { CivilDate($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first <= last else {
      expected(what, node)
      return nil
    }
    return first...last
  }

  /// `7 days`, `2 working days`.
  func term(_ node: Node) -> Term? {
    let what = Bilingual("`N days` or `N working days`", zh: "`N days` 或 `N working days`")
    guard let scalar = scalar(node, what) else { return nil }
    let words = scalar.text.split(separator: " ").map(String.init)
    guard let first = words.first, let count = Int(first), (1...366).contains(count) else {
      expected(what, node)
      return nil
    }
    let isWorking = words.count == 3 && words[1] == "working"
    guard words.last == "days" || words.last == "day", words.count == 2 || isWorking else {
      expected(what, node)
      return nil
    }
    return isWorking ? .workingDays(count) : .days(count)
  }

  /// A number of the form of limits: `5%`, `7 days`, `200000 CNY`, `3`.
  func amount(_ node: Node, currency: String) -> Limit.Amount? {
    let what = Bilingual(
      "`5%`, `7 days`, `200000 \(currency)` or a number",
      zh: "`5%`、`7 days`、`200000 \(currency)` 或数字")
    guard let scalar = scalar(node, what) else { return nil }
    let text = scalar.text
    let words = text.split(separator: " ").map(String.init)
    if text.hasSuffix("%"), let number = Decimal(String(text.dropLast())),
      let share = try? number.multiplying(Decimal(coefficient: 1, scale: 2) ?? Decimal(0))
    {
      return .percent(share.normalized)
    }
    if words.count == 2, let number = Decimal(words[0]) {
      switch words[1] {
      case "days", "day":
        if let days = number.integerValue, (-3660...3660).contains(days) { return .days(Int(days)) }
      case currency:
        if number.absolute <= FieldType.maximumMoney { return .money(number) }
      default:
        if words[1].count == 3, words[1].allSatisfy(\.isUppercase) {
          error(
            "other-currency",
            Bilingual(
              "`\(text)` is not in the workflow's currency `\(currency)`",
              zh: "`\(text)` 不是流程币种 `\(currency)`"), at: scalar.span)
          return nil
        }
      }
    }
    if words.count == 1, let number = Decimal(text) { return .number(number) }
    expected(what, node)
    return nil
  }

  /// A field of the request: `request.budget`.
  func requestField(_ node: Node, of form: Form?, action: String) -> Field? {
    let what = Bilingual("a field of the request: `request.FIELD`", zh: "申请的字段：`request.字段`")
    guard let scalar = scalar(node, what) else { return nil }
    guard scalar.text.hasPrefix("request.") else {
      expected(what, node)
      return nil
    }
    let name = FieldName(String(scalar.text.dropFirst("request.".count)))
    guard let form else {
      error(
        "unknown-field",
        Bilingual(
          "`\(scalar.text)`: action `\(action)` has no form",
          zh: "`\(scalar.text)`：动作 `\(action)` 没有表单"),
        at: scalar.span, help: Bilingual("name one with `form:`", zh: "请用 `form:` 指定"))
      return nil
    }
    guard let field = form[name] else {
      unknown(
        "field", Bilingual("field of form `\(form.name)`", zh: "表单 `\(form.name)` 的字段"), name.text,
        at: scalar.span, known: form.fields.map(\.name.text))
      return nil
    }
    return field
  }

  /// Compiles an expression in a scope; what is wrong with it is reported at its place in the file.
  ///
  /// nil when it does not compile or yields another type. `expected` nil: any type will do.
  func expression(_ node: Node, in scope: Scope, expecting types: [ValueType]?) -> Expression? {
    guard let scalar = unfolded(node) else { return nil }
    switch compile(scalar, in: scope) {
    case .failure(let report):
      append(report)
      return nil
    case .success(let expression):
      let type = expression.program.resultType
      if let types, !types.contains(type) {
        error(
          "type-mismatch",
          Bilingual(
            "expected \(types.map { "\($0)" }.joined(separator: " or ")), found \(type)",
            zh: "应为 \(types.map { "\($0)" }.joined(separator: " 或 "))，实为 \(type)"),
          at: scalar.span)
        return nil
      }
      return expression
    }
  }

  /// An expression that is well formed; what its names mean is not looked at.
  func syntax(_ node: Node) -> Scalar? {
    guard let scalar = unfolded(node) else { return nil }
    do {
      _ = try Environment(profile: .policy).parse(
        SourceFile(name: "<expression>", text: scalar.text))
      return scalar
    } catch {
      append(DiagnosticReport(error.diagnostics.map { $0.relocated(into: scalar) }))
      return nil
    }
  }

  private func unfolded(_ node: Node) -> Scalar? {
    guard let scalar = scalar(node, Bilingual("an expression", zh: "表达式")) else { return nil }
    guard scalar.style != .folded else {
      error(
        "folded-expression",
        Bilingual(
          "an expression cannot be written in a folded scalar (`>`)", zh: "表达式不能用折叠标量（`>`）书写"),
        at: scalar.span, help: Bilingual("use `|` or one line", zh: "请用 `|` 或写成一行"))
      return nil
    }
    return scalar
  }

  /// The same without reporting, for an expression that may belong to another scope.
  func compile(
    _ scalar: Scalar, in scope: Scope, suggesting: Bool = true
  ) -> Result<Expression, DiagnosticReport> {
    do {
      let source = SourceFile(name: "<expression>", text: scalar.text)
      var environment = scope.environment
      if !suggesting { environment.suggestions = 0 }
      let program = try environment.compile(source)
      return .success(
        Expression(program: program, text: scalar.text, place: Place(scalar.span)))
    } catch {
      return .failure(DiagnosticReport(error.diagnostics.map { $0.relocated(into: scalar) }))
    }
  }
}

extension Diagnostic {
  /// A finding about an expression, at the expression's place in its file.
  fileprivate func relocated(into scalar: Scalar) -> Diagnostic {
    Diagnostic(
      code, message, at: span.map { scalar.fileSpan(of: $0.range) } ?? scalar.span,
      severity: severity,
      notes: notes.map { Note($0.message, at: $0.span.map { scalar.fileSpan(of: $0.range) }) },
      help: help)
  }
}

extension String {
  /// The pieces between `..`. The library's own search for a text within a text looks types up at run time, which takes longer
  /// than reading all of a calendar.
  var piecesBetweenDots: [String] {
    var pieces: [[UInt8]] = [[]]
    var rest = utf8[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "."), rest.first == byte {
        rest.removeFirst()
        pieces.append([])
      } else {
        pieces[pieces.count - 1].append(byte)
      }
    }
    return pieces.map { String(decoding: $0, as: UTF8.self) }
  }
}
