import CEL
import Diagnostics
import Engine

/// What happened, in a sentence.
struct Sentences {
  let glossary: Glossary
  /// The route of each request met so far, for the names of steps that events give by position.
  private var routes: [RequestID: Route] = [:]
  /// Places that signers added since, by step.
  private var added: [RequestID: [Int: [RoutedStep.Slot]]] = [:]
  /// The plan as the events so far left it, so that only what changes is told.
  private var plan: [FieldName: FieldValue] = [:]
  private var points: [PlannedMilestone] = []

  /// The events are about `project` as it is, nil for a history told from its beginning, and about steps of `requests`.
  init(_ glossary: Glossary, project: Project? = nil, requests: [Request] = []) {
    self.glossary = glossary
    plan = project?.baseline ?? [:]
    points = project?.milestones.map(\.planned) ?? []
    for request in requests { routes[request.id] = request.route }
  }

  /// The sentence of an event; events of one stream come in their order.
  mutating func sentence(_ event: Event) -> String {
    switch event {
    case .project(let event): return sentence(event)
    case .request(let event):
      switch event {
      case .submitted(let id, _, _, _, _, _, let route), .resubmitted(let id, _, _, _, let route),
        .migrated(let id, _, let route):
        routes[id] = route
        added[id] = nil
      case .signerAdded(let id, let step, let place, _):
        added[id, default: [:]][step, default: []].append(place)
      default: break
      }
      return sentence(event)
    case .workspace(let event): return sentence(event)
    }
  }

  private mutating func sentence(_ event: ProjectEvent) -> String {
    switch event {
    case .opened(let id, let title, _, let policy, let role, _, let parent):
      let above = parent.map { say(" under \($0.id)", "，隶属于 \($0.id)") } ?? ""
      return say(
        "opened \(id) “\(title)”\(above) under policy `\(policy)` and became its \(glossary.role(role))",
        "建立项目 \(id)“\(title)”\(above)，适用制度 `\(policy)`，并担任\(glossary.role(role))")
    case .filled(let form, let values, let cleared):
      let written = fields(values, of: form)
      let removed = cleared.sorted().map { glossary.field($0, of: form) }
      return say("filled in \(glossary.form(form)): ", "填写\(glossary.form(form))：")
        + list(written + removed.map { say("\($0) emptied", "清空\($0)") })
    case .performed(let action, _, let reason, _):
      return say("took effect: ", "生效：") + glossary.action(action) + Mark.quoted(reason)
    case .recorded(let form, let values):
      let written = fields(values, of: form)
      return say("recorded \(glossary.form(form)): ", "记录\(glossary.form(form))：")
        + list(written)
    case .moved(let stage):
      return say("stage is now \(glossary.stage(stage))", "进入阶段：\(glossary.stage(stage))")
    case .ended: return say("the project has ended", "项目结束")
    case .appointed(let role, let people):
      return say(
        "\(glossary.role(role)) is now \(glossary.people(people))",
        "\(glossary.role(role))\(Mark.colon)\(glossary.people(people))")
    case .rebaselined(let new):
      let moved = new.sorted { $0.key < $1.key }
        .filter { plan[$0.key] != $0.value && $0.value != .milestones(points) }
      let isFirst = plan.isEmpty
      plan.merge(new) { $1 }
      guard !moved.isEmpty else { return say("the baseline stays as it is", "基线不变") }
      let values = list(
        moved.map { name, value in
          "\(glossary.plan(name)) \(describe(value, as: glossary.planField(name)?.type))"
        })
      return isFirst
        ? say("original baseline: \(values)", "原始基线：\(values)")
        : say("new baseline: \(values)", "新基线：\(values)")
    case .spent(let amount):
      return say("spent \(amount.grouped(scale: 2))", "支出 \(amount.grouped(scale: 2))")
    case .planned(let milestones):
      guard milestones != points else { return say("control points unchanged", "控制点不变") }
      points = milestones
      return say("control points: ", "控制点：") + list(milestones.map(glossary.planned))
    case .reached(let milestone):
      return say(
        "reached: \(glossary.milestone(milestone))", "控制点成立：\(glossary.milestone(milestone))")
    case .froze(let table, let outputs):
      let values = list(outputs.map { glossary.value($0, as: nil) })
      return say(
        "\(glossary.table(table)) is fixed: \(values)", "\(glossary.table(table))确定为 \(values)")
    case .dutyArose(let name):
      return say("now owed: \(glossary.duty(name))", "自此应完成：\(glossary.duty(name))")
    case .dutyFulfilled(let name, let occasion):
      return say(
        "fulfilled: \(glossary.duty(name))\(glossary.period(occasion))",
        "已完成：\(glossary.duty(name))\(glossary.period(occasion))")
    case .dutyOverdue(let name, let occasion, let due):
      return say(
        "overdue since \(due): \(glossary.duty(name))\(glossary.period(occasion))",
        "已逾期（期限 \(due)）：\(glossary.duty(name))\(glossary.period(occasion))")
    case .conditioned(let conditions):
      return say("conditions: ", "附条件：")
        + list(
          conditions.map {
            say(
              "\($0.id) \($0.terms.criterion) (\(glossary.person($0.terms.owner)), by \($0.due))",
              "\($0.id) \($0.terms.criterion)（\(glossary.person($0.terms.owner))，\($0.due) 前）")
          })
    case .conditionReported(let id, let comment):
      return say("reported \(id) as met", "报告 \(id) 已满足") + Mark.quoted(comment)
    case .conditionSettled(let id, let isMet, let comment):
      return
        (isMet
        ? say("confirmed that \(id) is met", "确认 \(id) 已满足")
        : say("found \(id) not met", "认定 \(id) 未满足")) + Mark.quoted(comment)
    case .conditionExtended(let id, let day, let comment):
      return say("extended \(id) to \(day)", "将 \(id) 延至 \(day)") + Mark.quoted(comment)
    case .conditionOverdue(let id): return say("\(id) is overdue", "\(id) 已逾期")
    case .reviewDue(let id, let day, _):
      return say("the override of \(id) is reviewed by \(day)", "\(id) 的特批须于 \(day) 前复核")
    case .reviewed(let id, let comment):
      return say("reviewed the override of \(id)", "复核 \(id) 的特批") + Mark.quoted(comment)
    case .reviewOverdue(let id):
      return say("the review of \(id) is overdue", "\(id) 的特批复核已逾期")
    case .nominated(let role, let person):
      return say(
        "nominated \(glossary.person(person)) as \(glossary.role(role)), who has to accept",
        "提名\(glossary.person(person))担任\(glossary.role(role))，待其接受")
    case .drafted(let action, let content, _):
      return content.isEmpty
        ? say("dropped the draft of \(glossary.action(action))", "删除\(glossary.action(action))的草稿")
        : say("kept a draft of \(glossary.action(action))", "暂存\(glossary.action(action))的草稿")
    }
  }

  private func sentence(_ event: RequestEvent) -> String {
    switch event {
    case .submitted(let id, let subject, _, let reason, _, _, let route):
      return say(
        "submitted \(id), \(glossary.subject(subject)); to sign: \(steps(route))",
        "提交 \(id) \(glossary.subject(subject))；须签署：\(steps(route))") + Mark.quoted(reason)
    case .asked(let id, let step, _, let due):
      let deadline = due.map { say(", due \($0)", "，截止 \($0)") } ?? ""
      return say(
        "\(id): asked \(name(step, id))\(deadline)", "\(id)：送 \(name(step, id))\(deadline)")
    case .signed(let id, let step, _, let signature):
      let basis = signature.basis.isOrdinary ? "" : Mark.aside(glossary.basis(signature.basis))
      return say(
        "approved \(id) at \(name(step, id))\(basis)", "同意 \(id)（\(name(step, id))）\(basis)")
        + Mark.quoted(signature.comment)
    case .opposed(let id, let step, _, let signature):
      let basis = signature.basis.isOrdinary ? "" : Mark.aside(glossary.basis(signature.basis))
      return say(
        "voted against \(id) at \(name(step, id))\(basis)",
        "对 \(id) 投反对票（\(name(step, id))）\(basis)") + Mark.quoted(signature.comment)
    case .concluded(let id, let step, _, let verdict):
      return "\(id)\(Mark.colon)\(name(step, id)) \(conclusion(verdict))"
    case .rejected(let id, let step, let comment, _):
      return say("rejected \(id) at `\(step)`", "拒绝 \(id)（`\(step)`）") + Mark.quoted(comment)
    case .outvoted(let id, let step):
      return say("\(id) is voted down at `\(step)`", "\(id) 在 `\(step)` 未获通过")
    case .returned(let id, let step, let target, let resume, let comment, _):
      let place =
        target.map { say("", " ") + name($0, id) } ?? say("its submitter", "提交人")
      let back =
        switch resume {
        case .forward: ""
        case .jumpBack: say(", to come straight back", "，处理后直接送回")
        }
      return say(
        "returned \(id) from `\(step)` to \(place)\(back)",
        "将 \(id) 由 `\(step)` 退回\(place)\(back)") + Mark.quoted(comment)
    case .withdrawn(let id, let comment):
      return say("withdrew \(id)", "撤回 \(id)") + Mark.quoted(comment)
    case .resubmitted(let id, _, let reason, _, let route):
      return say(
        "resubmitted \(id); to sign: \(steps(route))", "重新提交 \(id)；须签署：\(steps(route))")
        + Mark.quoted(reason)
    case .approved(let id): return say("\(id) is approved", "\(id) 已通过")
    case .lapsed(let id, .projectEnded):
      return say("\(id) lapsed: the project is over", "\(id) 失效：项目已结束")
    case .lapsed(let id, .timePassed):
      return say("\(id) lapsed: nobody decided in time", "\(id) 失效：逾期未审批")
    case .takenBack(let id, let step, _):
      return say(
        "took back the approval of \(id) at \(name(step, id))", "拿回 \(id)（\(name(step, id))）的同意")
    case .transferred(let id, let step, _, let holder, let comment):
      return say(
        "handed \(id) at \(name(step, id)) on to \(glossary.person(holder.person))",
        "将 \(id)（\(name(step, id))）转办给\(glossary.person(holder.person))")
        + Mark.quoted(comment)
    case .claimed(let id, let step, _, _):
      return say("claimed \(id) at \(name(step, id))", "认领 \(id)（\(name(step, id))）")
    case .released(let id, let step, _):
      return say("released \(id) at \(name(step, id))", "放回 \(id)（\(name(step, id))）")
    case .signerAdded(let id, let step, let place, let comment):
      let turn =
        switch place.added?.turn ?? .with {
        case .before: say("before", "之前")
        case .with: say("together with", "同时")
        case .after: say("after", "之后")
        }
      return say(
        "asked \(list(place.authorities.map(glossary.authority))) to sign \(id) too, \(turn) \(name(step, id))",
        "为 \(id) 加签\(list(place.authorities.map(glossary.authority)))（\(name(step, id)) \(turn)）")
        + Mark.quoted(comment)
    case .signerRemoved(let id, let step, let slot):
      let signers = list(place(slot, step, id)?.authorities.map(glossary.authority) ?? [])
      return say(
        "removed \(signers), an added signer, from \(id) at \(name(step, id))",
        "减去 \(id)（\(name(step, id))）的加签人\(signers)")
    case .questioned(let id, _, let question, _):
      let person = glossary.person(question.to)
      return switch question.kind {
      case .information:
        say("asked \(person) for information on \(id)", "请\(person)就 \(id) 补充资料")
          + Mark.quoted(question.text)
      case .advice:
        say("asked \(person) for advice on \(id)", "就 \(id) 征求\(person)意见")
          + Mark.quoted(question.text)
      }
    case .answered(let id, _, let answer, _, _):
      return say("answered on \(id)", "答复 \(id)") + Mark.quoted(answer)
    case .reminded(let id, let comment):
      return say("reminded the signers of \(id)", "催办 \(id)") + Mark.quoted(comment)
    case .seen(let id): return say("has seen \(id)", "已阅 \(id)")
    case .copied(let id, let people):
      return say(
        "copied \(id) to \(glossary.people(people))", "将 \(id) 抄送\(glossary.people(people))")
    case .overrideRequested(let id, let override):
      return say(
        "asked for an override of \(id), to be reviewed by \(override.reviewOn)",
        "申请特批 \(id)，须于 \(override.reviewOn) 前复核") + Mark.quoted(override.reason)
    case .overridden(let id, let first, _, let comment):
      return say(
        "let \(id) pass by override, together with \(glossary.person(first.by)); not an approval",
        "与\(glossary.person(first.by))共同特批放行 \(id)；不等同审批通过") + Mark.quoted(comment)
    case .late(let id, let step, let lateness): return late(id, step, lateness)
    case .expired(let id, let step, _):
      return say(
        "\(id): an approval at \(name(step, id)) is too old to count",
        "\(id)：\(name(step, id)) 的一项同意已过有效期")
    case .migrated(let id, let rulebook, let route):
      return say(
        "\(id) is decided under rulebook \(rulebook.short) from now on; to sign: \(steps(route))",
        "\(id) 自此适用规则集 \(rulebook.short)；须签署：\(steps(route))")
    }
  }

  private func fields(_ values: [FieldName: FieldValue], of form: FormName) -> [String] {
    let fields = glossary.rulebook?.workflow[form: form]?.fields
    // In the order of the form, where it is known.
    let names = fields?.map(\.name).filter { values[$0] != nil } ?? values.keys.sorted()
    return names.compactMap { name in
      values[name].map { value in
        let type = fields?.first { $0.name == name }?.type
        return "\(glossary.field(name, of: form)) \(describe(value, as: type))"
      }
    }
  }

  /// A value, or that the control points are as they were.
  private func describe(_ value: FieldValue, as type: FieldType?) -> String {
    value == .milestones(points) ? say("unchanged", "不变") : glossary.value(value, as: type)
  }

  private func steps(_ route: Route) -> String {
    route.steps.map(\.name.text).joined(separator: " → ")
  }

  /// nil: the events so far say nothing of it.
  private func place(_ slot: Int, _ step: Int, _ id: RequestID) -> RoutedStep.Slot? {
    guard let steps = routes[id]?.steps, steps.indices.contains(step) else { return nil }
    let slots = steps[step].slots + (added[id]?[step] ?? [])
    return slots.indices.contains(slot) ? slots[slot] : nil
  }

  func name(_ step: Int, _ id: RequestID) -> String {
    guard let steps = routes[id]?.steps, steps.indices.contains(step) else { return "\(step + 1)" }
    return "`\(steps[step].name)`"
  }
}
