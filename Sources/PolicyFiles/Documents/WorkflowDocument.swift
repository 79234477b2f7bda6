import CEL
import Diagnostics
import Engine

/// Reads a workflow document and checks everything about it that needs no policy.
struct WorkflowDocument {
  let findings: Findings
  let fields: Fields
  private let currency: String

  /// The workflow, as far as it could be read, with everything wrong in `findings`; nil when there is none to speak of.
  static func read(_ node: Node, _ findings: Findings) -> Workflow? {
    let fields = findings.fields(
      node, Bilingual("the workflow", zh: "流程"),
      required: ["workflow", "currency", "opened_by", "roles", "forms", "stages", "actions"],
      optional: ["title", "milestones", "duties", "parent", "children"])
    return WorkflowDocument(findings: findings, fields: fields).read()
  }

  private init(findings: Findings, fields: Fields) {
    self.findings = findings
    self.fields = fields
    let what = Bilingual("a currency such as `CNY`", zh: "币种，如 `CNY`")
    let code = fields["currency"].flatMap { findings.scalar($0, what) }
    if let code, code.text.utf8.count != 3 || !code.text.utf8.allSatisfy({ (65...90).contains($0) })
    {
      findings.error(
        "unexpected", Bilingual("`\(code.text)` is no currency", zh: "`\(code.text)` 不是币种"),
        at: code.span, help: Bilingual("three capital letters of ISO 4217", zh: "ISO 4217 的三个大写字母"))
    }
    currency = code?.text ?? "CNY"
  }

  private func read() -> Workflow? {
    guard
      let name: WorkflowName = fields["workflow"].flatMap({
        findings.name($0, Bilingual("the workflow's name", zh: "流程名称"), hyphens: true)
      })
    else { return nil }
    let roles = roles()
    let projectRoles = roles.filter { $0.extent == .project }.map(\.name)
    let forms =
      fields["forms"].map {
        findings.forms($0, roles: roles.map(\.name), currency: currency)
      } ?? []
    let openedBy =
      fields["opened_by"].flatMap {
        findings.reference(
          $0, "role", Bilingual("role on projects", zh: "项目角色"), among: projectRoles)
      } ?? ""
    let stages = stages()
    let milestones = milestones(roles, forms)
    let skeletons = actions(roles, forms, stages, milestones.map(\.0))
    let skeleton = Workflow(
      name: name, title: findings.title(fields, of: name.text), currency: currency,
      openedBy: openedBy, roles: roles, forms: forms, milestones: milestones.map(\.0),
      stages: stages, actions: skeletons.map(\.0),
      duties: fields["duties"].map {
        findings.duties($0, roles: roles, stages: stages, actions: skeletons.map(\.0))
      } ?? [],
      parent: fields["parent"].flatMap { findings.parentage($0, currency: currency) },
      children: fields["children"].map(findings.children) ?? [])
    checkDefaults(skeleton)
    checkVisibility(skeleton)
    checkStages(skeleton, skeletons.map(\.1))
    return compiled(skeleton, milestones.map(\.1), skeletons.map(\.1))
  }

  /// The workflow with its expressions, which could not be compiled before every name was known.
  private func compiled(_ skeleton: Workflow, _ criteria: [Node?], _ nodes: [Node]) -> Workflow {
    // Days at the office are a matter of the policy, which has the calendar.
    let base = Environment(profile: .policy)
    let projectScope = Scope(workflow: skeleton, environment: base)
    let milestones = zip(skeleton.milestones, criteria).map { kind, node in
      MilestoneKind(
        name: kind.name, title: kind.title,
        criterion: node.flatMap {
          findings.expression($0, in: projectScope, expecting: [.bool])
        }, evidence: kind.evidence, confirmedBy: kind.confirmedBy)
    }
    let actions = zip(skeleton.actions, nodes).map { action, node in
      guard case .mapping(let entries) = node.content,
        let gate = entries.first(where: { $0.key.text == "gate" })?.value
      else { return action }
      let scope = projectScope.with(action, of: skeleton)
      return Action(
        name: action.name, title: action.title, from: action.from, by: action.by,
        form: action.form, gate: findings.criteria(gate, in: scope, of: skeleton),
        signOff: action.signOff, allowsMany: action.allowsMany, effects: action.effects)
    }
    return Workflow(
      name: skeleton.name, title: skeleton.title, currency: currency,
      openedBy: skeleton.openedBy, roles: skeleton.roles, forms: skeleton.forms,
      milestones: milestones, stages: skeleton.stages, actions: actions,
      duties: skeleton.duties, parent: skeleton.parent, children: skeleton.children)
  }

  private func roles() -> [Role] {
    guard let node = fields["roles"] else { return [] }
    return findings.entries(node, Bilingual("roles by name", zh: "角色")).compactMap { entry in
      guard let name: RoleName = findings.name(entry.key) else { return nil }
      if name == Role.administrator {
        findings.error(
          "reserved-name",
          Bilingual(
            "`administrator` is a role of every workspace", zh: "`administrator` 是每个工作区自带的角色"),
          at: entry.key.span)
      }
      let fields = findings.fields(
        entry.value, Bilingual("role `\(name)`", zh: "角色 `\(name)`"), required: ["on"],
        optional: ["title", "vacant"])
      var extent = Role.Extent.company
      if let on = fields["on"].flatMap({
        findings.scalar($0, Bilingual("`project` or `company`", zh: "`project` 或 `company`"))
      }) {
        if let known = Role.Extent(rawValue: on.text) {
          extent = known
        } else {
          findings.unknown(
            "extent", Bilingual("extent", zh: "范围"), on.text, at: on.span,
            known: ["project", "company"])
        }
      }
      var holds = false
      if let vacant = fields["vacant"].flatMap({
        findings.scalar($0, Bilingual("`hold`", zh: "`hold`"))
      }) {
        if vacant.text != "hold" || extent != .project {
          findings.error(
            "unexpected",
            Bilingual(
              "`vacant:` can be `hold`, on a role of projects", zh: "`vacant:` 只能是 `hold`，且用于项目角色"),
            at: vacant.span)
        }
        holds = true
      }
      return Role(
        name: name, title: findings.title(fields, of: name.text), extent: extent,
        holdsWhenVacant: holds)
    }
  }

  private func stages() -> [Stage] {
    guard let node = fields["stages"] else { return [] }
    return findings.entries(node, Bilingual("stages by name", zh: "阶段")).compactMap { entry in
      guard let name: StageName = findings.name(entry.key) else { return nil }
      let fields = findings.fields(
        entry.value, Bilingual("stage `\(name)`", zh: "阶段 `\(name)`"),
        optional: ["title", "first", "last"])
      return Stage(
        name: name, title: findings.title(fields, of: name.text),
        isFirst: fields["first"].flatMap(findings.boolean) ?? false,
        isLast: fields["last"].flatMap(findings.boolean) ?? false)
    }
  }

  private func milestones(_ roles: [Role], _ forms: [Form]) -> [(MilestoneKind, Node?)] {
    guard let node = fields["milestones"] else { return [] }
    let files = forms.flatMap { $0.fields.filter { $0.type == .file }.map(\.name) }
    return findings.entries(node, Bilingual("milestones by name", zh: "控制点")).compactMap { entry in
      guard let name: MilestoneName = findings.name(entry.key) else { return nil }
      let fields = findings.fields(
        entry.value, Bilingual("milestone `\(name)`", zh: "控制点 `\(name)`"),
        required: ["confirmed_by"], optional: ["title", "that", "evidence"])
      let confirmedBy = fields["confirmed_by"].flatMap {
        findings.reference($0, "role", Bilingual("role", zh: "角色"), among: roles.map(\.name))
      }
      if fields["that"] == nil, fields["evidence"] == nil {
        findings.error(
          "checkbox",
          Bilingual("milestone `\(name)` would be a mere checkbox", zh: "控制点 `\(name)` 仅凭勾选即可成立"),
          at: entry.key.span,
          help: Bilingual(
            "give it a criterion (`that:`) or `evidence:`", zh: "请给出业务标准（`that:`）或佐证（`evidence:`）"))
      }
      let kind = MilestoneKind(
        name: name, title: findings.title(fields, of: name.text), criterion: nil,
        evidence: fields["evidence"].map {
          findings.references(
            $0, "field", Bilingual("file field of a form", zh: "表单的附件字段"), among: files)
        } ?? [], confirmedBy: confirmedBy ?? "")
      return (kind, fields["that"])
    }
  }

  private func actions(
    _ roles: [Role], _ forms: [Form], _ stages: [Stage], _ milestones: [MilestoneKind]
  ) -> [(Action, Node)] {
    guard let node = fields["actions"] else { return [] }
    return findings.entries(node, Bilingual("actions by name", zh: "动作")).compactMap { entry in
      guard let name: ActionName = findings.name(entry.key) else { return nil }
      let fields = findings.fields(
        entry.value, Bilingual("action `\(name)`", zh: "动作 `\(name)`"),
        required: ["from", "by"],
        optional: ["title", "form", "gate", "sign_off", "many", "then"])
      let form = fields["form"].flatMap {
        findings.reference($0, "form", Bilingual("form", zh: "表单"), among: forms.map(\.name))
      }
      let effects =
        fields["then"].map { node in
          findings.elements(node, Bilingual("effects", zh: "效果")).flatMap {
            findings.effects(
              $0, action: name, form: forms.first { $0.name == form }, roles: roles,
              stages: stages, milestones: milestones)
          }
        } ?? []
      let action = Action(
        name: name, title: findings.title(fields, of: name.text),
        from: fields["from"].map {
          findings.references(
            $0, "stage", Bilingual("stage", zh: "阶段"), among: stages.map(\.name))
        } ?? [],
        by: fields["by"].map {
          findings.references($0, "role", Bilingual("role", zh: "角色"), among: roles.map(\.name))
        } ?? [],
        form: form, gate: [],
        signOff: fields["sign_off"].flatMap {
          findings.name($0, Bilingual("the name of a chain", zh: "审批链名称"))
        }, allowsMany: fields["many"].flatMap(findings.boolean) ?? false, effects: effects)
      if action.by.isEmpty, let by = fields["by"] {
        findings.error(
          "nobody", Bilingual("nobody may submit `\(name)`", zh: "没有人可以提交 `\(name)`"), at: by.span)
      }
      return (action, entry.value)
    }
  }
}
