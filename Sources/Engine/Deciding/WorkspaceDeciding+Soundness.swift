import CEL
import Diagnostics

extension WorkspaceDeciding {
  /// Refuses a directory that could not be repaired, or that would make two people out of one login; every problem at once.
  ///
  /// `day`: the one on which what was decided takes effect; nil: today.
  func requireSound(on day: CivilDate? = nil) throws(Refusal) {
    let directory = workspace.directory
    guard !directory.holders(of: Role.administrator, on: day ?? today).isEmpty else {
      throw Refusal(
        .notAllowed,
        Bilingual("the workspace would have no administrator left", zh: "工作区将不再有管理员"),
        help: Bilingual(
          "appoint another administrator first", zh: "请先任命另一位管理员"))
    }
    guard directory.people.count <= Workspace.maximumPeople else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "a directory holds at most \(Workspace.maximumPeople) people",
          zh: "通讯录最多 \(Workspace.maximumPeople) 人"))
    }
    let people = directory.people.values.sorted { $0.id < $1.id }
    let problems =
      sharedAccounts(people) + danglingReferences(people) + circles(people)
      + people.flatMap(impossibleDays) + impossibleStandIns()
    guard problems.isEmpty else {
      throw Refusal(
        .invalidValue,
        Bilingual("the directory was not changed", zh: "通讯录未变更"), details: problems)
    }
  }

  private func sharedAccounts(_ people: [Person]) -> [Bilingual] {
    var owners: [String: PersonID] = [:]
    var problems: [Bilingual] = []
    for person in people {
      for account in person.accounts {
        if let other = owners.updateValue(person.id, forKey: account) {
          problems.append(
            Bilingual(
              "account `\(account)` belongs to `\(other)` and `\(person.id)`",
              zh: "账号 `\(account)` 同属 `\(other)` 与 `\(person.id)`"))
        }
      }
    }
    return problems
  }

  private func danglingReferences(_ people: [Person]) -> [Bilingual] {
    let directory = workspace.directory
    var problems: [Bilingual] = []
    for person in people {
      for reference in [person.manager, person.aliasOf].compactMap({ $0 })
      where directory[reference] == nil {
        problems.append(
          Bilingual(
            "`\(person.id)` refers to `\(reference)`, who is not there",
            zh: "`\(person.id)` 引用了不存在的 `\(reference)`"))
      }
      if let alias = person.aliasOf, alias == person.id || directory[alias]?.aliasOf != nil {
        problems.append(
          Bilingual(
            "`\(person.id)` must name the human's own entry as alias, not another alias",
            zh: "`\(person.id)` 的别名须指向本人主条目，不能指向另一别名"))
      }
    }
    return problems
  }

  /// Reporting lines that lead back: nobody is above themselves.
  private func circles(_ people: [Person]) -> [Bilingual] {
    var done: Set<PersonID> = []
    var problems: [Bilingual] = []
    for person in people {
      var line = [person.id]
      var places = [person.id: 0]
      while let next = workspace.directory[line[line.count - 1]]?.manager, !done.contains(next) {
        if let start = places[next] {
          let circle = (line[start...] + [next]).map(\.text).joined(separator: " → ")
          problems.append(
            Bilingual("a reporting line leads back: \(circle)", zh: "汇报关系成环：\(circle)"))
          break
        }
        places[next] = line.count
        line.append(next)
      }
      done.formUnion(line)
    }
    return problems
  }

  private func impossibleDays(_ person: Person) -> [Bilingual] {
    var problems: [Bilingual] = []
    for absence in person.absences where absence.until <= absence.from {
      problems.append(
        Bilingual(
          "`\(person.id)` is absent from \(absence.from) until \(absence.until): there is no such day",
          zh: "`\(person.id)` 自 \(absence.from) 至 \(absence.until) 缺席：其间没有任何一天"))
    }
    for holding in person.holdings {
      // A role taken away on its first day leaves an empty holding behind, which is no mistake.
      guard let from = holding.from, let until = holding.until, until < from else { continue }
      problems.append(
        Bilingual(
          "`\(person.id)` holds `\(holding.role)` from \(from) until \(until): there is no such day",
          zh: "`\(person.id)` 自 \(from) 至 \(until) 担任 `\(holding.role)`：其间没有任何一天"))
    }
    return problems
  }

  /// Two entries that have become one human can turn stand-ins into circles.
  private func impossibleStandIns() -> [Bilingual] {
    let directory = workspace.directory
    var problems: [Bilingual] = []
    for standIn in directory.standIns {
      if directory.human(standIn.principal) == directory.human(standIn.deputy) {
        problems.append(
          Bilingual(
            "`\(standIn.deputy)` stands in for `\(standIn.principal)` (\(standIn.id)), who is the same human",
            zh: "`\(standIn.deputy)` 代理 `\(standIn.principal)`（\(standIn.id)），但二者为同一人"))
      }
      let human = directory.human(standIn.deputy)
      for next in directory.standIns
      where directory.human(next.principal) == human && next.overlaps(standIn)
        && next.id != standIn.id
      {
        problems.append(
          Bilingual(
            "\(standIn.id) and \(next.id) would hand on what was handed to the deputy",
            zh: "\(standIn.id) 与 \(next.id) 将构成转代理"))
      }
    }
    return problems
  }
}
