import CEL
import Diagnostics
import Engine

extension RequestExplanation {
  /// The whole tree as text: quantities, tables, gate, each step with its condition and people, flips, and the path to yes.
  package func text(_ language: Language) -> String {
    var lines: [String] = []
    func heading(_ english: String, _ chinese: String) {
      lines.append(Bilingual(english, zh: chinese)[language])
    }
    func add(_ indent: Int, _ text: Bilingual) {
      lines.append(String(repeating: " ", count: indent) + text[language])
    }
    if !readings.measures.isEmpty {
      heading("Quantities", "度量")
      let width = readings.measures.map(\.measure.name.text.displayWidth).max() ?? 0
      for (measure, value) in readings.measures {
        let place = measure.expression.place
        add(
          2,
          Bilingual(
            "\(measure.name.text.padded(to: width))  \(value.words.en)  (\(place))",
            zh: "\(measure.name.text.padded(to: width))  \(value.words.zh)（\(place)）"))
      }
    }
    if !readings.tables.isEmpty {
      heading("Tables", "决策表")
      for (table, outcome) in readings.tables { add(2, Self.sentence(table, outcome)) }
    }
    if !gate.isEmpty {
      heading("Gate", "关口")
      for (criterion, reason) in gate {
        add(
          2,
          reason.map {
            Bilingual(
              "[ ] \($0.en) (\(criterion.place))", zh: "[ ] \($0.zh)（\(criterion.place)）")
          } ?? Bilingual("[x] met (\(criterion.place))", zh: "[x] 满足（\(criterion.place)）"))
      }
    }
    heading("Steps", "步骤")
    for step in steps {
      let mark = step.isInRoute ? "[x]" : "[ ]"
      add(
        2,
        Bilingual("\(mark) \(step.step) (\(step.place))", zh: "\(mark) \(step.step)(\(step.place))")
      )
      if let judgement = step.judgement { lines += judgement.lines(language, indent: 6) }
      for limit in step.limits {
        add(6, Bilingual(verbatim: "limits.\(limit.name) = \(limit.amount.text) (\(limit.place))"))
      }
      for electorate in step.electorates {
        for elector in electorate.electors {
          add(
            6,
            Bilingual(
              "\(elector.person) may sign: \(elector.basis.reason.en)",
              zh: "\(elector.person) 可以签署：\(elector.basis.reason.zh)"))
        }
        for barred in electorate.barred {
          add(
            6,
            Bilingual(
              "\(barred.person) may not sign: \(barred.bar.reason.en)",
              zh: "\(barred.person) 不得签署：\(barred.bar.reason.zh)"))
        }
        if electorate.electors.isEmpty {
          add(6, Bilingual("nobody may sign: somebody must be appointed", zh: "无人可签：须先任命"))
        }
      }
    }
    if let refusal {
      heading("Refused", "被拒绝")
      for text in [refusal.reason] + refusal.details { add(2, text) }
    }
    if !flips.isEmpty {
      heading("Nearest flips", "最近的转折点")
      for flip in flips { add(2, flip.sentence) }
      if !flipsAreComplete {
        add(
          2,
          Bilingual(
            "not proved: some rule is not linear in a field, so a nearer flip may exist",
            zh: "未经证明：有规则与字段不成线性关系，可能存在更近的转折点"))
      }
    }
    if let pathToYes {
      heading("Path to yes", "通过的捷径")
      add(2, pathToYes.sentence)
    }
    return lines.map { $0.inert + "\n" }.joined()
  }

  private static func sentence(
    _ table: DecisionTable, _ outcome: Result<DecisionTable.Outcome, EvaluationError>
  ) -> Bilingual {
    switch outcome {
    case .failure(let error):
      return Bilingual(
        "\(table.name): \(error.message.en)", zh: "\(table.name)：\(error.message.zh)")
    case .success(let outcome):
      let results = zip(table.outputs, outcome.outputs)
        .map { "\(table.name).\($0.name) = \($1.text)" }.joined(separator: ", ")
      let places = outcome.rules.map { table.rules[$0].place.description }
        .joined(separator: ", ")
      return outcome.rules.isEmpty
        ? Bilingual("\(results), fixed earlier or by default", zh: "\(results)，先前已定或取默认值")
        : Bilingual("\(results) (\(places))", zh: "\(results)(\(places))")
    }
  }
}

extension Judgement {
  /// The condition and its parts, a line each, parts further in.
  package func lines(_ language: Language, indent: Int) -> [String] {
    let verdict: Bilingual =
      switch holds {
      case true?: Bilingual("true ", zh: "成立  ")
      case false?: Bilingual("false", zh: "不成立")
      case nil: Bilingual("error", zh: "错误  ")
      }
    var line = String(repeating: " ", count: indent) + verdict[language] + " " + text
    if let sides {
      line += "  ← " + sides.left.words[language] + " | " + sides.right.words[language]
    } else if holds == nil {
      line += "  ← " + result.words[language]
    }
    return [line] + parts.flatMap { $0.lines(language, indent: indent + 2) }
  }
}

extension Alternative {
  /// `budget = 120000: without executive`
  package var sentence: Bilingual {
    let what = changes.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value.text)" }
    func names(_ steps: [StepName]) -> String { steps.map(\.text).joined(separator: ", ") }
    var english: [String] = []
    var chinese: [String] = []
    if !removed.isEmpty {
      english.append("without \(names(removed))")
      chinese.append("不再需要 \(names(removed))")
    }
    if !added.isEmpty {
      english.append("also \(names(added))")
      chinese.append("还需要 \(names(added))")
    }
    if english.isEmpty {
      english.append("signed by \(names(route))")
      chinese.append("由 \(names(route)) 签署")
    }
    return Bilingual(
      "\(what.joined(separator: ", ")): \(english.joined(separator: ", "))",
      zh: "\(what.joined(separator: "、"))：\(chinese.joined(separator: "，"))")
  }
}

extension Basis {
  /// Why somebody may sign, in words that follow the person's name.
  package var reason: Bilingual {
    switch self {
    case .role(let role): Bilingual("holds `\(role)`", zh: "担任 `\(role)`")
    case .named: Bilingual("is named in the request", zh: "由申请指定")
    case .superior(let person):
      Bilingual(
        "is the superior of `\(person)`, who may not", zh: "是 `\(person)` 的上级，后者不得签署")
    case .nextStep(let step):
      Bilingual("signs the next step `\(step)`", zh: "是下一步骤 `\(step)` 的审批人")
    case .line(let person):
      Bilingual("is above `\(person)` in the reporting line", zh: "是 `\(person)` 汇报线上的上级")
    case .standIn(let person): Bilingual("stands in for `\(person)`", zh: "是 `\(person)` 的代理人")
    case .successor(let person):
      Bilingual("has taken over from `\(person)`", zh: "已接手 `\(person)` 的工作")
    case .transferred(let person):
      Bilingual("got it from `\(person)`", zh: "由 `\(person)` 转办")
    case .added(let person): Bilingual("was added by `\(person)`", zh: "由 `\(person)` 加签")
    case .escalated:
      Bilingual("may sign since the deadline passed", zh: "因已超期而可签署")
    }
  }
}

extension Result where Success == Value, Failure == EvaluationError {
  /// The value, or why there is none.
  package var words: Bilingual {
    switch self {
    case .success(let value): Bilingual(verbatim: value.text)
    case .failure(let error): error.message
    }
  }
}

extension Limit.Amount {
  /// As it is written in a policy, without the currency.
  package var text: String {
    switch self {
    case .percent(let number):
      (try? number.multiplying(Decimal(100)).normalized).map { "\($0)%" } ?? "\(number)"
    case .days(let days): "\(days) days"
    case .money(let number), .number(let number): number.description
    }
  }
}
