import Diagnostics
import Engine

extension Findings {
  /// The `parent:` of a workflow: `{of: presales, in: [execution], by: [salesperson], copies: {…}}`.
  ///
  /// The parent's workflow is another document: what is named there is looked for when a project is opened.
  func parentage(_ node: Node, currency: String) -> Parentage? {
    let fields = fields(
      node, Bilingual("the parent", zh: "上级项目"), required: ["of", "in", "by"],
      optional: ["copies"])
    let workflow: WorkflowName? = fields["of"].flatMap {
      name($0, Bilingual("the name of a workflow", zh: "流程名称"), hyphens: true)
    }
    func names<Kind>(_ key: String, _ what: Bilingual) -> [Name<Kind>] {
      guard let node = fields[key] else { return [] }
      let names: [Name<Kind>] = elements(node, what).compactMap { name($0, what) }
      if names.isEmpty {
        error("nobody", Bilingual("`\(key)` names nothing", zh: "`\(key)` 为空"), at: node.span)
      }
      return names
    }
    let stages: [StageName] = names("in", Bilingual("stages of the parent", zh: "上级项目的阶段"))
    let roles: [RoleName] = names("by", Bilingual("roles on the parent", zh: "上级项目的角色"))
    let copies =
      fields["copies"].map { node in
        entries(node, Bilingual("what is taken over, by name", zh: "带入内容"))
          .compactMap { copy($0, currency: currency) }
      } ?? []
    return workflow.map { Parentage(workflow: $0, stages: stages, by: roles, copies: copies) }
  }

  /// The `children:` of a workflow: the workflows whose projects its rules can ask about.
  func children(_ node: Node) -> [WorkflowName] {
    let what = Bilingual("the name of a workflow", zh: "流程名称")
    // Rules say `children.NAME.open`, so it is a name in expressions, and those have no hyphens.
    return elements(node, what).compactMap { name($0, what) }
  }

  /// The criterion `children: {of: bid, ended: true}`.
  func childrenOver(_ node: Node, in workflow: Workflow) -> Criterion.Test? {
    let fields = fields(
      node, Bilingual("a criterion about projects under this one", zh: "关于下级项目的条件"),
      required: ["of", "ended"])
    if let node = fields["ended"], boolean(node) == false {
      error(
        "unexpected", Bilingual("`ended:` can be `true`", zh: "`ended:` 只能是 `true`"), at: node.span)
    }
    return fields["of"].flatMap {
      reference(
        $0, "workflow", Bilingual("workflow among `children:`", zh: "`children:` 中的流程"),
        among: workflow.children)
    }.map { .childrenOver($0) }
  }

  private func copy(_ entry: Node.Entry, currency: String) -> Parentage.Copy? {
    guard let name: FieldName = name(entry.key) else { return nil }
    guard name != "id" else {
      error(
        "reserved-name",
        Bilingual("`parent.id` is kept by the program", zh: "`parent.id` 由程序维护"),
        at: entry.key.span, help: Bilingual("choose another name", zh: "请换一个名称"))
      return nil
    }
    let fields = fields(
      entry.value, Bilingual("`\(name)`", zh: "`\(name)`"), required: ["type", "from"],
      optional: ["title", "required", "of", "scale"])
    guard
      let type = fields["type"].flatMap({
        fieldType($0, fields, named: "parent.\(name)", currency: currency)
      }),
      let from = fields["from"].flatMap({
        scalar($0, Bilingual("a field of the parent's forms: `FORM.FIELD`", zh: "上级项目的字段：`表单.字段`"))
      })
    else { return nil }
    // Kinds of control point are those of one workflow.
    guard type.fitsColumn, type != .milestone else {
      error(
        "type-mismatch",
        Bilingual("what is taken over is one plain value", zh: "只能带入单个普通值"),
        at: fields["type"]?.span)
      return nil
    }
    let parts = from.text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
      error(
        "unexpected",
        Bilingual("`\(from.text)` is no `FORM.FIELD`", zh: "`\(from.text)` 不是 `表单.字段`"),
        at: from.span)
      return nil
    }
    return Parentage.Copy(
      name: name, title: title(fields, of: name.text), type: type, form: FormName(String(parts[0])),
      field: FieldName(String(parts[1])),
      isRequired: fields["required"].flatMap(boolean) ?? false)
  }
}
