import CEL
import Diagnostics
import Engine

extension Sentences {
  func sentence(_ event: WorkspaceEvent) -> String {
    switch event {
    case .founded(let name, let administrator, let allowsActingAs):
      let trial = allowsActingAs ? say(", for trial (`--as` allowed)", "，试用（允许 `--as`）") : ""
      return say(
        "founded “\(name)”\(trial); administrator: \(people(administrator))",
        "建立工作区“\(name)”\(trial)；管理员：\(people(administrator))")
    case .imported(let people):
      return say(
        "imported \(people.count) \(people.count == 1 ? "person" : "people"): ",
        "导入 \(people.count) 人：") + list(people.map(self.people))
    case .appointed(let person, let holding):
      let from = holding.from.map { say(" from \($0)", "，自 \($0)") } ?? ""
      let until = holding.until.map { say(" until \($0)", "，至 \($0)（不含）") } ?? ""
      return say(
        "appointed \(glossary.person(person)) as \(glossary.role(holding.role))\(from)\(until)",
        "任命\(glossary.person(person))为\(glossary.role(holding.role))\(from)\(until)")
    case .relieved(let person, let role, let day):
      return say(
        "relieved \(glossary.person(person)) of \(glossary.role(role)) on \(day)",
        "\(day) 起免去\(glossary.person(person))的\(glossary.role(role))")
    case .left(let person, let day):
      return say(
        "\(glossary.person(person)) leaves the company on \(day)",
        "\(glossary.person(person))于 \(day) 离职")
    case .handedOver(let person, let successor, let day):
      return say(
        "\(glossary.person(successor)) takes over from \(glossary.person(person)) on \(day)",
        "\(glossary.person(successor))自 \(day) 起接替\(glossary.person(person))")
    case .tookBack(let person, let day):
      return say(
        "nobody takes over from \(glossary.person(person)) any more, from \(day)",
        "\(day) 起不再有人接替\(glossary.person(person))")
    case .delegated(let standIn): return sentence(standIn)
    case .standInEnded(let standIn, let day, let because):
      let deputy = glossary.person(standIn.deputy)
      let principal = glossary.person(standIn.principal)
      return say(
        "\(standIn.id): \(deputy) no longer stands in for \(principal) from \(day), \(glossary.end(because))",
        "\(standIn.id)：\(day) 起\(deputy)不再代理\(principal)，\(glossary.end(because))")
    case .absent(let person, let absence):
      return say(
        "\(glossary.person(person)) is away from \(absence.from) until \(absence.until)",
        "\(glossary.person(person))自 \(absence.from) 起缺席，\(absence.until) 返岗")
        + Mark.quoted(absence.reason)
    case .cameBack(let person, let from, let day):
      return day == from
        ? say(
          "\(glossary.person(person)) is not away from \(from) after all",
          "\(glossary.person(person))自 \(from) 起的缺席取消")
        : say(
          "\(glossary.person(person)), away since \(from), is back on \(day)",
          "\(glossary.person(person))自 \(from) 起缺席，\(day) 返岗")
    case .obliged(let policy, let duties):
      return say(
        "duties under `\(policy)` from now on: \(duties.isEmpty ? "none" : list(duties.map(\.text)))",
        "制度 `\(policy)` 自此规定的义务：\(duties.isEmpty ? "无" : list(duties.map(\.text)))")
    case .published(let policy, _, let rulebook, let reviewed):
      let alone = reviewed ? "" : say(" (no second administrator to review it)", "（尚无第二位管理员复核）")
      return say(
        "policy `\(policy)` is in force, rulebook \(rulebook.short)\(alone)",
        "制度 `\(policy)` 生效，规则集 \(rulebook.short)\(alone)")
    }
  }

  private func sentence(_ standIn: StandIn) -> String {
    let deputy = glossary.person(standIn.deputy)
    let principal = glossary.person(standIn.principal)
    let arranged =
      standIn.arrangedBy.map(glossary.person).map { say(", arranged by \($0)", "，由\($0)安排") } ?? ""
    return standIn.id.text + Mark.colon
      + say("\(deputy) stands in for \(principal) ", "\(deputy)代理\(principal)，")
      + glossary.days(of: standIn) + arranged + Mark.quoted(standIn.reason)
  }

  /// Somebody who may not be in the directory any more, or not yet.
  private func people(_ person: Person) -> String {
    person.name.spoken + Mark.aside(person.id.text)
  }
}
