import CEL
import Diagnostics
import Engine

/// What a policy says once for all of its chains: its numbers, its calendar, and how signing goes beside the routes.
extension PolicyDocument {
  func repeats() -> Policy.Repeats {
    guard let node = layers.setting("repeats"),
      let scalar = findings.scalar(
        node, Bilingual("`separate` or `merge`", zh: "`separate` 或 `merge`"))
    else { return .separate }
    guard let repeats = Policy.Repeats(rawValue: scalar.text) else {
      findings.unknown(
        "rule-of-repeats", Bilingual("rule of repeats", zh: "重复签署规则"), scalar.text, at: scalar.span,
        known: ["separate", "merge"])
      return .separate
    }
    return repeats
  }

  func override() -> OverrideRule? {
    guard let node = layers.setting("override") else { return nil }
    let fields = findings.fields(
      node, Bilingual("the override", zh: "特批"), required: ["by", "review"])
    guard
      let by = fields["by"].map({
        findings.references(
          $0, "role", Bilingual("role", zh: "角色"), among: workflow.roles.map(\.name))
      }), !by.isEmpty, let review = fields["review"].flatMap(findings.term)
    else { return nil }
    return OverrideRule(by: by, review: review)
  }

  func lapses() -> Lapses {
    guard let node = layers.setting("lapses") else { return Lapses() }
    let fields = findings.fields(
      node, Bilingual("what lapses", zh: "有效期"), optional: ["requests", "approvals"])
    return Lapses(
      requests: fields["requests"].flatMap(findings.term),
      approvals: fields["approvals"].flatMap(findings.term))
  }

  func limit(_ item: PolicyLayers.LimitItem) -> Limit? {
    guard let name: LimitName = findings.name(item.key),
      let amount = findings.amount(item.value, currency: workflow.currency)
    else { return nil }
    for bound in item.bounds {
      let ends = findings.elements(bound, Bilingual("two bounds", zh: "上下限"))
      guard ends.count == 2 else {
        findings.expected(Bilingual("two bounds: `[0%, 10%]`", zh: "上下限：`[0%, 10%]`"), bound)
        continue
      }
      guard let low = findings.amount(ends[0], currency: workflow.currency),
        let high = findings.amount(ends[1], currency: workflow.currency)
      else { continue }
      guard let value = amount.comparable(with: low), let bottom = low.comparable(with: high),
        let top = high.comparable(with: low)
      else {
        findings.error(
          "type-mismatch",
          Bilingual("the bounds are of another kind than the value", zh: "上下限与数值的种类不同"),
          at: bound.span)
        continue
      }
      if value < bottom || value > top {
        findings.error(
          "out-of-bounds",
          Bilingual("limit `\(name)` is out of its bounds", zh: "限额 `\(name)` 超出允许范围"),
          at: item.value.span,
          notes: [.init(Bilingual("bounded here", zh: "在此规定范围"), at: bound.span)])
      }
    }
    return Limit(
      name: name, title: item.title ?? Bilingual(verbatim: name.text), amount: amount,
      place: Place(item.value.span))
  }

  func calendar() -> WorkingCalendar {
    var zone = "UTC"
    var weekend: Set<Int> = [6, 7]
    var holidays: [ClosedRange<CivilDate>] = []
    var working: Set<CivilDate> = []
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    for item in layers.calendar {
      switch item.key.text {
      case "zone":
        guard
          let scalar = findings.scalar(
            item.node, Bilingual("a time zone such as `Asia/Shanghai`", zh: "时区，如 `Asia/Shanghai`"))
        else { continue }
        zone = scalar.text
        if let epoch = Timestamp(seconds: 0), timeZones.offset(zone, at: epoch) == nil {
          findings.error(
            "unknown-zone", Bilingual("unknown time zone `\(zone)`", zh: "未知时区 `\(zone)`"),
            at: scalar.span,
            help: Bilingual("an IANA name such as `Asia/Shanghai`", zh: "IANA 名称，如 `Asia/Shanghai`")
          )
        }
      case "weekend":
        weekend = Set(
          findings.elements(item.node, Bilingual("days", zh: "日")).compactMap { node in
            guard let scalar = findings.scalar(node, Bilingual("a day", zh: "日")) else {
              return nil
            }
            guard let index = days.firstIndex(of: scalar.text) else {
              findings.unknown(
                "day", Bilingual("day", zh: "日"), scalar.text, at: scalar.span, known: days)
              return nil
            }
            return index + 1
          })
      case "holidays":
        holidays = findings.elements(item.node, Bilingual("dates", zh: "日期")).compactMap(
          findings.dates)
      case "working":
        working = Set(
          findings.elements(item.node, Bilingual("dates", zh: "日期")).compactMap(findings.date))
      default:
        findings.unknown(
          "key", Bilingual("key of the calendar", zh: "日历的键"), item.key.text, at: item.key.span,
          known: ["zone", "weekend", "holidays", "working"])
      }
    }
    if weekend.count == 7, working.isEmpty {
      findings.error(
        "no-working-day", Bilingual("the calendar has no working day", zh: "日历中没有工作日"),
        at: layers.calendar.first?.key.span)
    }
    return WorkingCalendar(zone: zone, weekend: weekend, holidays: holidays, working: working)
  }
}

extension Limit.Amount {
  /// The number behind the amount, if the other is of the same kind.
  fileprivate func comparable(with other: Limit.Amount) -> Decimal? {
    switch (self, other) {
    case (.percent(let a), .percent), (.money(let a), .money), (.number(let a), .number): a
    case (.days(let a), .days): Decimal(Int64(a))
    case (.percent, _), (.money, _), (.number, _), (.days, _): nil
    }
  }
}
