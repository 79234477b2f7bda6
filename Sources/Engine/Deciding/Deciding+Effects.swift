import CEL
import Diagnostics

extension Deciding {
  /// Lets an action take effect. Its content becomes the project's record of its form; tables that it fixes are fixed.
  func apply(
    _ action: Action, _ content: [FieldName: FieldValue], _ rulebook: Rulebook,
    submitter: PersonID, to draft: inout ProjectDraft
  ) throws(Refusal) {
    try freeze(action, content, rulebook, submitter: submitter, in: &draft)
    if let form = action.form { draft.record(.recorded(form: form, values: content)) }
    settleDuties(action, in: &draft)
    var plan: [FieldName: FieldValue] = [:]
    for effect in action.effects {
      switch effect {
      case .move(let stage): draft.record(.moved(to: stage))
      case .appoint(let role, let sources):
        let people = content.people(sources)
        guard !people.isEmpty else { throw .noValue(sources.first?.field ?? "", action) }
        // They were there when the request was filed; they may have left since.
        for person in people { try facts.requirePerson(person, on: today(rulebook)) }
        draft.record(.appointed(role: role, people: people))
      case .baseline(let name, let field):
        guard let value = content[field] else { throw .noValue(field, action) }
        plan[name] = value
      case .spend(let field):
        guard case .decimal(let amount)? = content[field] else { throw .noValue(field, action) }
        guard let sum = try? draft.project.spent.adding(amount),
          sum.absolute <= FieldType.maximumMoney
        else {
          throw Refusal(
            .invalidValue,
            Bilingual("the total spent would be too large", zh: "累计支出超出上限"))
        }
        draft.record(.spent(amount: amount))
      case .plan(let field):
        guard case .milestones(let milestones)? = content[field] else {
          throw .noValue(field, action)
        }
        draft.record(.planned(milestones: milestones))
      case .reach(let field):
        guard case .milestone(let kind)? = content[field] else { throw .noValue(field, action) }
        draft.record(.reached(milestone: kind))
      }
    }
    if !plan.isEmpty { draft.record(.rebaselined(plan: plan)) }
    lapseIfOver(rulebook, in: &draft)
  }

  /// A project that has ended leaves no request behind that would wait for ever.
  private func lapseIfOver(_ rulebook: Rulebook, in draft: inout ProjectDraft) {
    guard rulebook.workflow[stage: draft.project.stage]?.isLast == true, !draft.project.isOver
    else { return }
    draft.record(.ended)
    for request in draft.project.requests.values.sorted(by: { $0.id < $1.id })
    where request.status.isOpen {
      draft.record(.lapsed(request: request.id, cause: .projectEnded))
    }
  }

  private func freeze(
    _ action: Action, _ content: [FieldName: FieldValue], _ rulebook: Rulebook,
    submitter: PersonID, in draft: inout ProjectDraft
  ) throws(Refusal) {
    let scope = rulebook.rules(of: action.name).scope
    guard scope.tables.contains(where: { $0.frozenAt == action.name }) else { return }
    let evaluation = Evaluation(
      scope, project, content: content, circumstances(rulebook, submitter: submitter))
    for (position, table) in scope.tables.enumerated()
    where table.frozenAt == action.name && project.frozen[table.name] == nil {
      do {
        let outputs = try evaluation.outcome(position).get().outputs.compactMap(FieldValue.init)
        draft.record(.froze(table: table.name, outputs: outputs))
      } catch {
        throw Refusal(
          .ruleError,
          Bilingual(
            "table `\(table.name)` (\(table.place)) has no result: \(error.message.en)",
            zh: "表 `\(table.name)`（\(table.place)）没有结果：\(error.message.zh)"))
      }
    }
  }
}

extension [FieldName: FieldValue] {
  /// The people whom a request names there, each once, in the order in which it names them.
  fileprivate func people(_ sources: [PersonSource]) -> [PersonID] {
    var people: [PersonID] = []
    func add(_ value: FieldValue?) {
      guard case .person(let person)? = value, !people.contains(person) else { return }
      people.append(person)
    }
    for source in sources {
      switch source {
      case .field(let field): add(self[field])
      case .column(let column, let field):
        guard case .list(let rows)? = self[field] else { continue }
        for row in rows { add(row[column]) }
      }
    }
    return people
  }
}

extension Refusal {
  fileprivate static func noValue(_ field: FieldName, _ action: Action) -> Refusal {
    Refusal(
      .incomplete,
      Bilingual(
        "`\(action.name)` needs a value for `\(field)`", zh: "`\(action.name)` 需要 `\(field)` 的值"),
      help: Bilingual("--set \(field)=…", zh: "--set \(field)=…"))
  }
}
