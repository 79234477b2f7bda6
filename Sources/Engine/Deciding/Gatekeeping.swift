import CEL
import Diagnostics

/// The gates and holds that stand before an action.
struct Gatekeeping {
  let rulebook: Rulebook
  let project: Project
  let circumstances: Evaluation.Circumstances

  /// Refuses an action that a hold stops. A hold that cannot be evaluated holds.
  func requireNotHeld(_ action: ActionName) throws(Refusal) {
    for hold in rulebook.policy.holds where hold.stops.contains(action) {
      guard let state = state(of: hold, project) else { continue }
      throw Refusal(
        .held, hold.otherwise, details: [state],
        help: Bilingual(
          "`\(hold.until)` lifts it: tollgate submit \(project.id) \(hold.until) …",
          zh: "须先完成 `\(hold.until)`：tollgate submit \(project.id) \(hold.until) …"))
    }
  }

  /// Refuses a request for the action that would lift a hold, if its effects would leave the hold standing.
  ///
  /// Nobody spends 40 % over and files 4 %.
  func requireLifts(_ action: ActionName, _ after: Project) throws(Refusal) {
    for hold in rulebook.policy.holds where hold.until == action {
      guard state(of: hold, project) != nil, let state = state(of: hold, after) else { continue }
      throw Refusal(
        .notCovered,
        Bilingual(
          "even if approved, this would not lift the hold `\(hold.name)`: \(hold.otherwise.en)",
          zh: "即使通过也不能解除限制 `\(hold.name)`：\(hold.otherwise.zh)"),
        details: [state],
        help: Bilingual("ask for enough to cover what has happened", zh: "请按实际情况足额调整"))
    }
  }

  /// What the hold saw, if it holds; nil: it does not.
  func state(of hold: Hold, _ project: Project) -> Bilingual? {
    let evaluation = Evaluation(rulebook.projectScope, project, content: nil, circumstances)
    do {
      guard try evaluation.holds(hold.condition) else { return nil }
      let values = evaluation.values(readBy: hold.condition)
        .sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
      return Bilingual(
        "hold `\(hold.name)` (\(hold.place)): \(hold.condition.text); \(values)",
        zh: "限制 `\(hold.name)`（\(hold.place)）：\(hold.condition.text)；\(values)")
    } catch {
      return Bilingual(
        "hold `\(hold.name)` (\(hold.place)) cannot be evaluated: \(error.message.en)",
        zh: "限制 `\(hold.name)`（\(hold.place)）无法计算：\(error.message.zh)")
    }
  }

  /// Refuses an action with a criterion that is not met, naming each. Unknown is not met.
  ///
  /// `own` is the request that is about to take effect: it does not stand in its own way.
  func requireOpen(
    _ action: Action, _ evaluation: Evaluation, content: [FieldName: FieldValue],
    own: RequestID? = nil
  ) throws(Refusal) {
    var closed: [Bilingual] = []
    for criterion in rulebook.rules(of: action.name).gate {
      guard let reason = reasonClosed(criterion, evaluation, own) else { continue }
      let told = criterion.told(reason)
      closed.append(
        Bilingual(
          "\(told.en) (\(criterion.place))", zh: "\(told.zh)（\(criterion.place)）"))
    }
    for case .reach(let field) in action.effects {
      closed += reasonsNotReached(content[field], content)
    }
    guard closed.isEmpty else {
      throw Refusal(
        .gateClosed,
        Bilingual(
          "the gate of `\(action.name)` is closed", zh: "`\(action.name)` 的关口未开放"),
        details: closed, help: helpToFill(action))
    }
  }

  /// The commands that would complete the forms which the gate asks for; nil: it is not about forms.
  private func helpToFill(_ action: Action) -> Bilingual? {
    let commands = rulebook.rules(of: action.name).gate.compactMap { criterion -> String? in
      guard case .formComplete(let name) = criterion.test, let form = rulebook.workflow[form: name]
      else { return nil }
      if let source = rulebook.workflow.actions.first(where: { $0.form == name }) {
        return project.forms[name] == nil
          ? "tollgate submit \(project.id) \(source.name) …" : nil
      }
      let missing = form.missing(in: project.forms[name]?.values ?? [:]).filter {
        $0.formula == nil
      }
      guard !missing.isEmpty else { return nil }
      let fields = missing.map { " \($0.option.en)" }.joined()
      return "tollgate fill \(project.id) \(name)\(fields)"
    }
    return commands.isEmpty ? nil : Bilingual(verbatim: commands.joined(separator: "; "))
  }

  func reasonClosed(_ criterion: Criterion, _ evaluation: Evaluation, _ own: RequestID?)
    -> Bilingual?
  {
    switch criterion.test {
    case .formComplete(let name):
      guard let form = rulebook.workflow[form: name] else { return nil }
      let missing = form.missing(in: project.forms[name]?.values ?? [:]).map(\.name.text)
      if missing.isEmpty {
        guard project.forms[name] == nil else { return nil }
        return Bilingual("form `\(name)` has not been filled in", zh: "表单 `\(name)` 尚未填写")
      }
      return Bilingual(
        "form `\(name)` lacks \(missing.joined(separator: ", "))",
        zh: "表单 `\(name)` 缺少 \(missing.joined(separator: "、"))")
    case .holds(let expression):
      do {
        return try evaluation.holds(expression)
          ? nil : Bilingual("not met: \(expression.text)", zh: "未满足：\(expression.text)")
      } catch {
        return Bilingual(
          "cannot be evaluated: \(expression.text): \(error.message.en)",
          zh: "无法计算：\(expression.text)：\(error.message.zh)")
      }
    case .milestoneReached(let name):
      return project.milestones.contains { $0.planned.kind == name && $0.reached != nil }
        ? nil : Bilingual("control point `\(name)` is not reached", zh: "控制点 `\(name)` 尚未成立")
    case .childrenOver(let workflow): return reasonOpen(workflow)
    case .nothingOpen(let actions):
      let open = project.requests.values.filter { request in
        guard request.status.isOpen, request.id != own,
          case .action(let action, _) = request.subject
        else { return false }
        return actions.isEmpty || actions.contains(action)
      }.map(\.id).sorted()
      return open.isEmpty
        ? nil
        : Bilingual(
          "still open: \(open.map(\.text).joined(separator: ", "))",
          zh: "尚未结束：\(open.map(\.text).joined(separator: "、"))")
    }
  }

  /// Which projects of a workflow are not over that were opened under this one; nil: all are.
  private func reasonOpen(_ workflow: WorkflowName) -> Bilingual? {
    guard let children = circumstances.children else {
      return Bilingual(
        "the projects opened under this one are not known here", zh: "此处无法得知下级项目的情况")
    }
    let open = children.filter { $0.workflow == workflow && !$0.isOver }.map(\.id.text)
    return open.isEmpty
      ? nil
      : Bilingual(
        "not ended yet: \(open.joined(separator: ", "))", zh: "尚未结束：\(open.joined(separator: "、"))")
  }

  /// Why a control point cannot be reached now. A date never counts.
  private func reasonsNotReached(_ value: FieldValue?, _ content: [FieldName: FieldValue])
    -> [Bilingual]
  {
    guard case .milestone(let name)? = value, let kind = rulebook.workflow[milestone: name] else {
      return [Bilingual("no control point is named", zh: "未指明控制点")]
    }
    var reasons: [Bilingual] = []
    switch project.milestones.first(where: { $0.planned.kind == name }) {
    case nil:
      reasons.append(
        Bilingual("`\(name)` is not planned in this project", zh: "本项目未设控制点 `\(name)`"))
    case let milestone? where milestone.reached != nil:
      reasons.append(Bilingual("`\(name)` has been reached already", zh: "控制点 `\(name)` 已成立"))
    case _?: break
    }
    if let criterion = kind.criterion {
      let evaluation = Evaluation(rulebook.projectScope, project, content: nil, circumstances)
      let values = evaluation.values(readBy: criterion)
        .sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: ", ")
      if (try? evaluation.holds(criterion)) != true {
        reasons.append(
          Bilingual(
            "`\(name)` stands only when \(criterion.text) (\(values)); a date does not make it so",
            zh: "`\(name)` 须满足 \(criterion.text)（\(values)）方可成立；日期到了不算"))
      }
    }
    for evidence in kind.evidence where content[evidence] == nil {
      reasons.append(
        Bilingual(
          "evidence `\(evidence)` is missing: --attach \(evidence)=FILE",
          zh: "缺少佐证 `\(evidence)`：--attach \(evidence)=文件"))
    }
    return reasons
  }
}

extension Criterion {
  /// Why it is not met, for people: the policy's own words, and which fields a form lacks.
  func told(_ reason: Bilingual) -> Bilingual {
    guard let otherwise else { return reason }
    guard case .formComplete = test else { return otherwise }
    return Bilingual("\(otherwise.en): \(reason.en)", zh: "\(otherwise.zh)：\(reason.zh)")
  }
}
