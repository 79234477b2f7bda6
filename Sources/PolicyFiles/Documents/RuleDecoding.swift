import CEL
import Diagnostics
import Engine

extension Findings {
  /// One item of `then:`; an item may hold several effects of one kind.
  func effects(
    _ node: Node, action: ActionName, form: Form?, roles: [Role], stages: [Stage],
    milestones: [MilestoneKind]
  ) -> [Effect] {
    let what = Bilingual("an effect", zh: "效果")
    let kinds = ["move", "appoint", "baseline", "spend", "plan", "reach"]
    return entries(node, what).flatMap { entry -> [Effect] in
      func field(_ node: Node, _ accepts: (FieldType) -> Bool, _ kind: Bilingual) -> FieldName? {
        guard let field = requestField(node, of: form, action: action.text) else { return nil }
        guard accepts(field.type) else {
          error(
            "type-mismatch",
            Bilingual(
              "`request.\(field.name)` is not \(kind.en)",
              zh: "`request.\(field.name)` 不是\(kind.zh)"),
            at: node.span)
          return nil
        }
        return field.name
      }
      switch entry.key.text {
      case "move":
        return reference(
          entry.value, "stage", Bilingual("stage", zh: "阶段"), among: stages.map(\.name)
        ).map { [.move($0)] } ?? []
      case "appoint":
        let onProject = roles.filter { $0.extent == .project }.map(\.name)
        return entries(entry.value, Bilingual("roles and people", zh: "角色与人员")).compactMap { pair in
          guard onProject.contains(RoleName(pair.key.text)) else {
            unknown(
              "role", Bilingual("role on projects", zh: "项目角色"), pair.key.text, at: pair.key.span,
              known: onProject.map(\.text))
            return nil
          }
          return appointees(pair.value, of: form, action: action.text).map {
            .appoint(RoleName(pair.key.text), $0)
          }
        }
      case "baseline":
        return entries(entry.value, Bilingual("fields of the plan", zh: "计划字段")).compactMap {
          pair in
          guard let name: FieldName = name(pair.key) else { return nil }
          return field(pair.value, { _ in true }, Bilingual("a value", zh: "值")).map {
            .baseline(name, from: $0)
          }
        }
      case "spend":
        return field(
          entry.value, { if case .money = $0 { true } else { false } },
          Bilingual("an amount of money", zh: "金额")
        ).map { [.spend($0)] } ?? []
      case "plan":
        return field(
          entry.value, { $0 == .milestones }, Bilingual("a list of milestones", zh: "控制点列表")
        ).map { [.plan($0)] } ?? []
      case "reach":
        return field(entry.value, { $0 == .milestone }, Bilingual("a milestone", zh: "控制点")).map {
          [.reach($0)]
        } ?? []
      default:
        unknown("effect", what, entry.key.text, at: entry.key.span, known: kinds)
        return []
      }
    }
  }

  /// The items of a `gate:`.
  func criteria(_ node: Node, in scope: Scope, of workflow: Workflow) -> [Criterion] {
    elements(node, Bilingual("criteria", zh: "条件")).compactMap { item in
      let tests = ["form", "that", "milestone", "nothing_open", "children"]
      let fields = fields(
        item, Bilingual("a criterion", zh: "条件"), optional: tests + ["else"])
      let given = tests.filter { fields[$0] != nil }
      guard given.count == 1, let value = fields[given[0]] else {
        if case .mapping = item.content {
          error(
            "unexpected",
            Bilingual(
              "a criterion has one of \(tests.joined(separator: ", "))",
              zh: "条件须恰含 \(tests.joined(separator: "、")) 之一"), at: item.span)
        }
        return nil
      }
      let test: Criterion.Test?
      switch given[0] {
      case "form":
        test = reference(
          value, "form", Bilingual("form", zh: "表单"), among: workflow.forms.map(\.name)
        ).map { .formComplete($0) }
      case "milestone":
        test = reference(
          value, "milestone", Bilingual("milestone", zh: "控制点"),
          among: workflow.milestones.map(\.name)
        ).map { .milestoneReached($0) }
      case "children": test = childrenOver(value, in: workflow)
      case "nothing_open":
        if case .scalar(let scalar) = value.content, scalar.text == "any" {
          test = .nothingOpen([])
        } else {
          test = .nothingOpen(
            references(
              value, "action", Bilingual("action", zh: "动作"), among: workflow.actions.map(\.name)))
        }
      default:
        test = expression(value, in: scope, expecting: [.bool]).map { .holds($0) }
      }
      return test.map {
        Criterion(test: $0, otherwise: fields["else"].flatMap(bilingual), place: Place(item.span))
      }
    }
  }
}
