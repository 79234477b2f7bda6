import CEL
import Diagnostics

extension Deciding {
  func fill(_ form: FormName, _ values: [FieldName: String]) throws(Refusal) -> Decision<Project> {
    var deciding = self
    try deciding.record(form, values)
    return deciding.draft.decision
  }

  /// Writes fields into the project's record of a form. An empty text takes a value away.
  mutating func record(_ name: FormName, _ typed: [FieldName: String]) throws(Refusal) {
    let workflow = rulebook.workflow
    guard let form = workflow[form: name] else {
      throw Refusal(
        .unknownForm, Bilingual("there is no form `\(name)`", zh: "没有表单 `\(name)`"),
        help: didYouMean(name.text, among: workflow.forms.map(\.name.text)))
    }
    if let action = workflow.actions.first(where: { $0.form == name }) {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "form `\(name)` travels with `\(action.name)`", zh: "表单 `\(name)` 随 `\(action.name)` 提交"),
        help: Bilingual(
          "tollgate submit \(project.id) \(action.name) --set …",
          zh: "tollgate submit \(project.id) \(action.name) --set …"))
    }
    try requireNotOver(rulebook)
    let fillers =
      form.filledBy.isEmpty
      ? workflow.roles.filter { $0.extent == .project }.map(\.name) : form.filledBy
    try requireRole(
      fillers, rulebook, to: Bilingual("filling in form `\(name)`", zh: "填写表单 `\(name)` "))
    try requireUnlocked(form, typed.keys.sorted())
    let cleared = typed.filter { $0.value.isEmpty && form[$0.key]?.formula == nil }.map(\.key)
      .filter { form[$0] != nil }
    let parsed = try form.parse(
      typed.filter { !cleared.contains($0.key) }, attachments: [:], workflow: workflow,
      facts: facts, today: today(rulebook))
    let before = project.forms[name]?.values ?? [:]
    let kept = before.filter { !cleared.contains($0.key) }
    let after = try form.sealed(
      try computed(form, kept.merging(parsed) { $1 }), before: before, salt: salt, facts.sha256)
    let changed = after.filter { before[$0.key] != $0.value }
    let removed = before.keys.filter { after[$0] == nil }.sorted()
    // What changes along with a field that may change stands still like any other.
    try requireUnlocked(form, changed.keys.sorted() + removed)
    guard !changed.isEmpty || !removed.isEmpty else {
      throw Refusal(
        .nothingChanged,
        Bilingual("nothing to write: every value is as it was", zh: "没有变化：各项内容与原来相同"))
    }
    draft.record(.filled(form: name, values: changed, cleared: removed))
  }

  func requireNotOver(_ rulebook: Rulebook) throws(Refusal) {
    guard rulebook.workflow[stage: project.stage]?.isLast != true else {
      throw Refusal(
        .wrongStage,
        Bilingual(
          "project `\(project.id)` is over (`\(project.stage)`)",
          zh: "项目 `\(project.id)` 已结束（`\(project.stage)`）"))
    }
  }

  /// Under approval a record stands still: what the rules of an open request read may not change, save exempt fields.
  private func requireUnlocked(_ form: Form, _ fields: [FieldName]) throws(Refusal) {
    let frozen = fields.filter { form[$0]?.isExemptFromLock == false }
    guard !frozen.isEmpty else { return }
    for request in project.requests.values.sorted(by: { $0.id < $1.id }) where request.status.isOpen
    {
      guard case .action(let action, _) = request.subject,
        rulebook.policy.rules[action]?.formsRead.contains(form.name) == true
      else { continue }
      throw Refusal(
        .locked,
        Bilingual(
          "form `\(form.name)` is locked while `\(request.id)` is open, which depends on it",
          zh: "`\(request.id)` 依赖表单 `\(form.name)`，审批期间锁定"),
        help: Bilingual(
          "withdraw `\(request.id)` first, or wait for its decision",
          zh: "请先撤回 `\(request.id)` 或等待其结果"),
        whoCould: [])
    }
  }

  func appoint(_ person: PersonID, _ role: RoleName) throws(Refusal) -> Decision<Project> {
    let today = today(rulebook)
    let actor = try facts.requireActor(envelope, on: today)
    try facts.requireAdministrator(actor, on: today)
    try facts.requireOther(person, than: actor, on: today)
    try requireNotOver(rulebook)
    guard rulebook.workflow[role: role]?.extent == .project else {
      throw Refusal(
        .unknownRole,
        Bilingual("`\(role)` is not a role on projects", zh: "`\(role)` 不是项目角色"),
        help: didYouMean(
          role.text,
          among: rulebook.workflow.roles.filter { $0.extent == .project }.map(\.name.text)))
    }
    try facts.requirePerson(person, on: today)
    let holders = project.people[role] ?? []
    guard !holders.contains(person) else {
      throw Refusal(
        .nothingChanged,
        Bilingual("`\(person)` holds `\(role)` already", zh: "`\(person)` 已担任 `\(role)`"))
    }
    var draft = draft
    if rulebook.workflow[role: role]?.holdsWhenVacant == true {
      // Such a role is taken, not given: the project stands still until the nominee accepts.
      guard project.nominations[role] != person else {
        throw Refusal(
          .nothingChanged,
          Bilingual("`\(person)` is nominated already", zh: "`\(person)` 已被提名"))
      }
      draft.record(.nominated(role: role, person: person))
    } else {
      draft.record(.appointed(role: role, people: holders + [person]))
    }
    return draft.decision
  }
}
