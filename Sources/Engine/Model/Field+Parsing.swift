import CEL
import Diagnostics

extension Field {
  /// What a person typed for this field, as a value; or why it is none.
  ///
  /// | type | written |
  /// |---|---|
  /// | money | `126000`, `126000.50`, `126000 CNY` |
  /// | percent | `35%` |
  /// | date | `2026-10-01` |
  /// | boolean | `true`, `false` |
  /// | choice, milestone, person | its name |
  /// | milestones | `KIND:DATE` or `KIND:DATE:BUDGET`, separated by commas; or rows with `kind`, `due`, `budget` |
  /// | list | rows, see ``parseRows(_:as:in:)`` |
  ///
  /// Files are attached, not typed.
  public func parse(_ typed: String, in workflow: Workflow) -> Result<FieldValue, InvalidValue> {
    switch type {
    case .text: parseText(typed)
    case .choice(let choices): parseName(typed, among: choices.map(\.name)).map { .choice($0) }
    case .money(let scale):
      parseMoney(typed, scale: scale, currency: workflow.currency).flatMap(within)
    case .percent: parsePercent(typed).flatMap(within)
    case .number(let scale): parseDecimal(typed, scale: scale).flatMap(within)
    case .integer:
      Int64(typed).map { within(.integer($0)) } ?? invalid(typed, "a whole number", zh: "整数")
    case .boolean:
      ["true": .success(.boolean(true)), "false": .success(.boolean(false))][typed]
        ?? invalid(typed, "`true` or `false`", zh: "`true` 或 `false`")
    case .date:
      CivilDate(typed).map { within(.date($0)) }
        ?? invalid(typed, "a date such as `2026-10-01`", zh: "日期，如 `2026-10-01`")
    case .person:
      typed.isEmpty || typed.utf8.count > 64
        ? invalid(typed, "a person's id", zh: "人员编号") : .success(.person(PersonID(typed)))
    case .file:
      invalid(typed, "an attachment (`--attach \(name)=FILE`)", zh: "附件（`--attach \(name)=文件`）")
    case .milestones: parseMilestones(typed, in: workflow).flatMap(within)
    case .milestone:
      parseName(typed, among: workflow.milestones.map(\.name.text))
        .map { .milestone(MilestoneName($0)) }
    case .list(let list): parseRows(typed, as: list, in: workflow)
    }
  }

  /// What is wrong with a value, in words that follow the field's name.
  public struct InvalidValue: Error, Sendable, Hashable {
    public let reason: Bilingual
    public let help: Bilingual?
    /// Further problems of a list.
    public let others: [InvalidValue]

    init(_ reason: Bilingual, help: Bilingual? = nil, others: [InvalidValue] = []) {
      self.reason = reason
      self.help = help
      self.others = others
    }
  }

  private func invalid<T>(_ typed: String, _ expected: String, zh: String, help: Bilingual? = nil)
    -> Result<T, InvalidValue>
  {
    .failure(
      InvalidValue(
        Bilingual(
          "`\(typed.prefix(60))` is not \(expected)", zh: "`\(typed.prefix(60))` 不是\(zh)"),
        help: help))
  }

  private func parseText(_ typed: String) -> Result<FieldValue, InvalidValue> {
    typed.unicodeScalars.count <= FieldType.maximumTextLength
      ? .success(.text(typed))
      : .failure(
        InvalidValue(
          Bilingual(
            "the text has more than \(FieldType.maximumTextLength) characters",
            zh: "文字超过 \(FieldType.maximumTextLength) 个字符"),
          help: Bilingual("attach it as a file", zh: "请作为附件提交")))
  }

  private func parseName(_ typed: String, among known: [String]) -> Result<String, InvalidValue> {
    known.contains(typed)
      ? .success(typed)
      : invalid(
        typed, "one of \(known.map { "`\($0)`" }.joined(separator: ", "))",
        zh: " \(known.map { "`\($0)`" }.joined(separator: "、")) 之一",
        help: didYouMean(typed, among: known))
  }

  private func parseDecimal(_ typed: String, scale: Int) -> Result<FieldValue, InvalidValue> {
    guard let number = Decimal(typed) else { return invalid(typed, "a number", zh: "数字") }
    guard number.normalized.scale <= scale else {
      return .failure(
        InvalidValue(
          Bilingual(
            "`\(typed)` has more than \(scale) decimals", zh: "`\(typed)` 的小数超过 \(scale) 位"),
          help: nil))
    }
    return .success(.decimal(number))
  }

  private func parseMoney(_ typed: String, scale: Int, currency: String) -> Result<
    FieldValue, InvalidValue
  > {
    let parts = typed.split(separator: " ", omittingEmptySubsequences: true).map(String.init)
    guard parts.count == 1 || parts.count == 2, !typed.hasPrefix(" ") else {
      return invalid(typed, "an amount of money such as `126000`", zh: "金额，如 `126000`")
    }
    if parts.count == 2, parts[1] != currency {
      return .failure(
        InvalidValue(
          Bilingual(
            "`\(typed)` is not in \(currency)", zh: "`\(typed)` 的币种不是 \(currency)"),
          help: Bilingual("convert it to \(currency) first", zh: "请先换算为 \(currency)")))
    }
    return parseDecimal(parts[0], scale: scale)
  }

  private func parsePercent(_ typed: String) -> Result<FieldValue, InvalidValue> {
    guard typed.hasSuffix("%"), let number = Decimal(String(typed.dropLast())),
      let share = try? number.multiplying(Decimal("0.01")!)
    else { return invalid(typed, "a percentage such as `35%`", zh: "百分数，如 `35%`") }
    return share.normalized.scale <= FieldType.percentScale
      ? .success(.decimal(share.normalized))
      : invalid(typed, "a percentage of at most 6 decimals", zh: "最多 6 位小数的百分数")
  }

  private func parseMilestones(_ typed: String, in workflow: Workflow) -> Result<
    FieldValue, InvalidValue
  > {
    var plan: [PlannedMilestone] = []
    for (entry, parts) in Self.controlPoints(typed) {
      guard (2...3).contains(parts.count), let due = CivilDate(parts[1]) else {
        return invalid(entry, "`KIND:DATE` or `KIND:DATE:BUDGET`", zh: "`类型:日期` 或 `类型:日期:预算`")
      }
      let kind = parseName(parts[0], among: workflow.milestones.map(\.name.text))
      if case .failure(let problem) = kind { return .failure(problem) }
      let name = MilestoneName(parts[0])
      guard !plan.contains(where: { $0.kind == name }) else {
        return .failure(
          InvalidValue(
            Bilingual("`\(name)` is planned twice", zh: "`\(name)` 重复"), help: nil))
      }
      var budget: Decimal?
      if parts.count == 3 {
        switch parseMoney(parts[2], scale: 2, currency: workflow.currency) {
        case .success(.decimal(let amount)) where amount.sign >= 0: budget = amount
        case .failure(let problem): return .failure(problem)
        case .success: return invalid(parts[2], "a budget of zero or more", zh: "不小于零的预算")
        }
      }
      plan.append(PlannedMilestone(kind: name, due: due, budget: budget))
    }
    return .success(.milestones(plan))
  }

  /// Each control point as it was written, in its parts; no parts: it is none.
  private static func controlPoints(_ typed: String) -> [(text: String, parts: [String])] {
    func inWords(_ entry: String) -> (String, [String]) {
      (entry, entry.split(separator: ":", omittingEmptySubsequences: false).map(String.init))
    }
    guard typed.hasPrefix("["), case .array(let rows)? = try? JSON(parsing: Array(typed.utf8))
    else { return typed.split(separator: ",").map { inWords(String($0)) } }
    return rows.map { row in
      if case .string(let entry) = row { return inWords(entry) }
      let cells = cells(row) ?? [:]
      let parts = ["kind", "due", "budget"].compactMap { cells[$0] }
      let isWhole = cells["kind"] != nil && cells["due"] != nil && parts.count == cells.count
      return (row.canonicalText, isWhole ? parts : [])
    }
  }

  /// Holds a value against `min:` and `max:`, and money against what no amount exceeds.
  func within(_ value: FieldValue) -> Result<FieldValue, InvalidValue> {
    if case .money = type, case .decimal(let amount) = value,
      amount.absolute > FieldType.maximumMoney
    {
      return .failure(
        InvalidValue(
          Bilingual(
            "`\(amount)` is larger than any amount here (\(FieldType.maximumMoney))",
            zh: "`\(amount)` 超过金额上限（\(FieldType.maximumMoney)）"),
          help: Bilingual("check the number of digits", zh: "请核对位数")))
    }
    if let minimum, let order = value.celValue.order(to: minimum.celValue), order < 0 {
      return .failure(
        InvalidValue(
          Bilingual(
            "`\(value.text)` is below the minimum `\(minimum.text)`",
            zh: "`\(value.text)` 低于下限 `\(minimum.text)`"), help: nil))
    }
    if let maximum, let order = value.celValue.order(to: maximum.celValue), order > 0 {
      return .failure(
        InvalidValue(
          Bilingual(
            "`\(value.text)` is above the maximum `\(maximum.text)`",
            zh: "`\(value.text)` 高于上限 `\(maximum.text)`"), help: nil))
    }
    return .success(value)
  }
}

extension FieldValue {
  /// The value on one line, exact, as it could be typed again (files by name and short digest).
  public var text: String {
    switch self {
    case .text(let text), .choice(let text): text
    case .decimal(let number): number.description
    case .integer(let number): String(number)
    case .boolean(let flag): flag ? "true" : "false"
    case .date(let date): date.description
    case .person(let person): person.text
    case .file(let file): "\(file.name) (\(file.digest.short))"
    case .milestone(let milestone): milestone.text
    case .sealed(let sealed): sealed.opening?.value.text ?? sealed.mask
    case .milestones(let plan):
      plan.map { "\($0.kind):\($0.due)" + ($0.budget.map { ":\($0)" } ?? "") }
        .joined(separator: ",")
    case .list: typed.canonicalText
    }
  }

  /// The same as JSON: the rows of a list as objects, everything else as its text.
  public var typed: JSON {
    guard case .list(let rows) = self else { return .string(text) }
    return .array(
      rows.map { row in
        .object(
          Dictionary(uniqueKeysWithValues: row.map { ($0.key.text, .string($0.value.text)) }))
      })
  }
}
