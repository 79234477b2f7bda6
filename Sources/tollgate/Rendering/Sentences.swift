import CEL
import Diagnostics
import Engine

/// What happened, in a sentence.
struct Sentences {
  let glossary: Glossary
  /// The route of each request met so far, for the names of steps that events give by position.
  private var routes: [RequestID: Route] = [:]
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
      case .submitted(let id, _, _, _, _, _, let route), .resubmitted(let id, _, _, _, let route):
        routes[id] = route
      default: break
      }
      return sentence(event)
    case .workspace(let event): return sentence(event)
    }
  }

  private mutating func sentence(_ event: ProjectEvent) -> String {
    switch event {
    case .opened(let id, let title, _, let policy, let role, _):
      return say(
        "opened \(id) “\(title)” under policy `\(policy)` and became its \(glossary.role(role))",
        "建立项目 \(id)“\(title)”，适用制度 `\(policy)`，并担任\(glossary.role(role))")
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
    }
  }

  private func sentence(_ event: RequestEvent) -> String {
    switch event {
    case .submitted(let id, let subject, _, let reason, _, _, let route):
      return say(
        "submitted \(id), \(glossary.subject(subject)); to sign: \(steps(route))",
        "提交 \(id) \(glossary.subject(subject))；须签署：\(steps(route))") + Mark.quoted(reason)
    case .asked(let id, let step, let due):
      let deadline = due.map { say(", due \($0)", "，截止 \($0)") } ?? ""
      return say(
        "\(id): asked \(name(step, id))\(deadline)", "\(id)：送 \(name(step, id))\(deadline)")
    case .signed(let id, let step, _, let signature):
      let basis = signature.basis.isOrdinary ? "" : Mark.aside(glossary.basis(signature.basis))
      return say(
        "approved \(id) at \(name(step, id))\(basis)", "同意 \(id)（\(name(step, id))）\(basis)")
        + Mark.quoted(signature.comment)
    case .concluded(let id, let step, _, .repeats(let earlier, let human)):
      return say(
        "\(id): \(name(step, id)) merged, \(glossary.person(human)) signed `\(earlier)`",
        "\(id)：\(name(step, id)) 合并，\(glossary.person(human))已签署 `\(earlier)`")
    case .rejected(let id, let step, let comment, _):
      return say("rejected \(id) at `\(step)`", "拒绝 \(id)（`\(step)`）") + Mark.quoted(comment)
    case .returned(let id, let step, let target, let comment, _):
      let place = target.map { name($0, id) } ?? say("its submitter", "提交人")
      return say("returned \(id) from `\(step)` to \(place)", "将 \(id) 由 `\(step)` 退回 \(place)")
        + Mark.quoted(comment)
    case .withdrawn(let id, let comment):
      return say("withdrew \(id)", "撤回 \(id)") + Mark.quoted(comment)
    case .resubmitted(let id, _, let reason, _, let route):
      return say(
        "resubmitted \(id); to sign: \(steps(route))", "重新提交 \(id)；须签署：\(steps(route))")
        + Mark.quoted(reason)
    case .approved(let id): return say("\(id) is approved", "\(id) 已通过")
    case .lapsed(let id):
      return say("\(id) lapsed: the project is over", "\(id) 失效：项目已结束")
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

  private func name(_ step: Int, _ id: RequestID) -> String {
    guard let steps = routes[id]?.steps, steps.indices.contains(step) else { return "\(step + 1)" }
    return "`\(steps[step].name)`"
  }
}
