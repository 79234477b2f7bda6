import CEL
import Diagnostics
import Engine

/// What things are called to people: titles from the rulebook, names from the directory, times in the policy's zone.
///
/// Whatever has no title is called by its own name, so a history reads even where its rules have gone.
struct Glossary {
  let people: Directory
  /// nil: no rules are at hand, as for the workspace's own history.
  let rulebook: Rulebook?

  init(people: Directory, rulebook: Rulebook? = nil) {
    self.people = people
    self.rulebook = rulebook
  }

  private var workflow: Workflow? { rulebook?.workflow }

  /// `Li Wei (li)`; the id alone for someone without another name.
  func person(_ id: PersonID) -> String {
    guard let name = people[id]?.name.spoken, name != id.text else { return id.text }
    return name + Mark.aside(id.text)
  }

  func people(_ ids: [PersonID]) -> String {
    ids.isEmpty ? say("nobody", "无人") : list(ids.map(person))
  }

  func role(_ name: RoleName) -> String {
    if name == Role.administrator { return say("administrator", "管理员") }
    return workflow?[role: name]?.title.spoken ?? name.text
  }

  func stage(_ name: StageName) -> String { workflow?[stage: name]?.title.spoken ?? name.text }
  func action(_ name: ActionName) -> String { workflow?[action: name]?.title.spoken ?? name.text }
  func form(_ name: FormName) -> String { workflow?[form: name]?.title.spoken ?? name.text }

  func milestone(_ name: MilestoneName) -> String {
    workflow?[milestone: name]?.title.spoken ?? name.text
  }

  func field(_ name: FieldName, of form: FormName?) -> String {
    form.flatMap { workflow?[form: $0]?[name] }?.title.spoken ?? name.text
  }

  func table(_ name: TableName) -> String {
    rulebook?.projectScope.tables.first { $0.name == name }?.title.spoken ?? name.text
  }

  /// The field that a part of the plan is taken from: it tells the title and the kind of value.
  func planField(_ name: FieldName) -> Field? {
    guard let workflow else { return nil }
    for action in workflow.actions {
      for case .baseline(name, let source) in action.effects {
        if let field = action.form.flatMap({ workflow[form: $0] })?[source] { return field }
      }
    }
    return nil
  }

  func plan(_ name: FieldName) -> String { planField(name)?.title.spoken ?? name.text }

  /// `2026-11-21 18:02`, in the policy's zone; in UTC, and saying so, where there is none.
  func time(_ time: Timestamp) -> String {
    let zone = rulebook?.policy.calendar.zone
    let local = zone.flatMap { Clock.zones.civilTime(time, zone: $0) }
    let civil = local ?? CivilTime(time, offset: 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    return
      "\(civil.year)-\(two(civil.month))-\(two(civil.day)) \(two(civil.hour)):\(two(civil.minute))"
      + (local == nil ? " UTC" : "")
  }

  /// A value as people read it: money in groups of three digits, shares in percent, titles for names.
  func value(_ value: FieldValue, as type: FieldType?) -> String {
    switch (value.plain, type) {
    case (.decimal(let amount), .money(let scale)?): return amount.grouped(scale: scale)
    case (.decimal(let share), .percent?): return share.percentage
    case (.decimal(let number), _): return number.grouped()
    case (.choice(let name), .choice(let choices)?):
      return choices.first { $0.name == name }?.title.spoken ?? name
    case (.boolean(let flag), _): return flag ? say("yes", "是") : say("no", "否")
    case (.person(let id), _): return person(id)
    case (.milestone(let name), _): return milestone(name)
    case (.milestones(let plan), _): return list(plan.map(planned))
    case (.list(let rows), let type): return rowsInWords(rows, of: type?.list)
    case (.sealed(let sealed), _): return sealed.mask
    case (.text, _), (.choice, _), (.integer, _), (.date, _), (.file, _): return value.text
    }
  }

  func planned(_ point: PlannedMilestone) -> String {
    milestone(point.kind) + " " + point.due.description
      + (point.budget.map { Mark.aside($0.grouped(scale: 2)) } ?? "")
  }

  func authority(_ authority: RoutedAuthority) -> String {
    switch authority {
    case .companyRole(let name), .projectRole(let name): role(name)
    case .person(let id): person(id)
    case .line(let id): say("a superior of \(person(id))", "\(person(id))的上级")
    }
  }

  func term(_ term: Term) -> String {
    switch term {
    case .days(let count): say("within \(count) day\(count == 1 ? "" : "s")", "\(count) 天内")
    case .workingDays(let count):
      say("within \(count) working day\(count == 1 ? "" : "s")", "\(count) 个工作日内")
    }
  }

  /// What the machine did about a step whose deadline had passed.
  func lateness(_ lateness: Lateness) -> String {
    switch lateness {
    case .reminded: say("late, reminded", "已超期，已提醒")
    case .escalated(let authority):
      say("late, \(self.authority(authority)) may sign too", "已超期，\(self.authority(authority))亦可签署")
    case .returned: say("late, returned", "已超期，退回")
    case .lapsed: say("late, the request is over", "已超期，申请终止")
    case .passed: say("late, passes by itself", "已超期，自动通过")
    }
  }

  func subject(_ subject: Request.Subject) -> String {
    switch subject {
    case .action(let name, _): action(name)
    case .publish(let policy, _, _): say("publish policy `\(policy)`", "发布制度 `\(policy)`")
    }
  }

  func status(_ status: Request.Status) -> String {
    switch status {
    case .pending: say("waiting for signatures", "审批中")
    case .returned: say("returned to its submitter", "已退回提交人")
    case .approved: say("approved", "已通过")
    case .rejected: say("rejected", "已拒绝")
    case .withdrawn: say("withdrawn", "已撤回")
    case .overridden: say("let pass by override", "已特批放行")
    case .lapsed: say("lapsed", "已失效")
    }
  }

  /// Why somebody may sign.
  func basis(_ basis: Basis) -> String {
    switch basis {
    case .role(let name): say("as \(role(name))", "作为\(role(name))")
    case .named: say("named in the request", "由申请指定")
    case .superior(let of):
      say("as superior of \(person(of))", "作为\(person(of))的上级")
    case .nextStep(let step):
      say("as signer of the next step `\(step)`", "作为下一步骤 `\(step)` 的审批人")
    case .line(let above):
      say("in the line above \(person(above))", "作为\(person(above))汇报线上的上级")
    case .standIn(let principal): say("for \(person(principal))", "代\(person(principal))")
    case .successor(let of): say("in place of \(person(of))", "接替\(person(of))")
    case .transferred(let from): say("from \(person(from))", "由\(person(from))转办")
    case .added(let by): say("added by \(person(by))", "由\(person(by))加签")
    case .escalated: say("since the deadline passed", "因已超期")
    }
  }

  func bar(_ bar: Electorate.Bar) -> String {
    switch bar {
    case .submitter: say("submitted the request", "是提交人")
    case .alreadySigned(let step): say("has signed step `\(step)`", "已签署步骤 `\(step)`")
    case .notActive: say("has left", "已离职")
    case .amount(let amount):
      say("has no authority for \(amount.grouped(scale: 2))", "无权审批 \(amount.grouped(scale: 2))")
    }
  }
}
