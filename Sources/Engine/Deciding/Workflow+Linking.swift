import Diagnostics

extension Workflow {
  /// What a new project takes over from the one that it is opened under; nil: it stands on its own.
  ///
  /// Refuses a parent where there should be none, none where there should be one, and one that does not let it.
  func link(to id: ProjectID?, _ facts: Facts, _ actor: PersonID?) throws(Refusal) -> ParentLink? {
    guard let parentage = self.parent else {
      guard id == nil else {
        throw Refusal(
          .notLinked,
          Bilingual(
            "a `\(name)` project is not opened under another", zh: "`\(name)` 项目不隶属于其他项目"),
          help: Bilingual("leave `--parent` out", zh: "请去掉 `--parent`"))
      }
      return nil
    }
    guard let id else {
      throw Refusal(
        .notLinked,
        Bilingual(
          "a `\(name)` project is opened under a `\(parentage.workflow)` project",
          zh: "`\(name)` 项目须隶属于 `\(parentage.workflow)` 项目"),
        help: Bilingual(verbatim: "tollgate new \(name) --parent P-…"))
    }
    guard let parent = facts.parent else { throw .unknownProject(id) }
    try requireFit(parent, parentage, actor, facts.children ?? [])
    var values: [FieldName: FieldValue] = [:]
    var problems: [Bilingual] = []
    for copy in parentage.copies {
      let source = "`\(copy.form).\(copy.field)`"
      switch parent.forms[copy.form]?.values[copy.field] {
      case let value? where copy.type.admits(value): values[copy.name] = value
      case .sealed?:
        problems.append(
          Bilingual(
            "\(source) of `\(id)` is confidential and cannot be taken over",
            zh: "`\(id)` 的 \(source) 为保密字段，不能带入"))
      case _?:
        problems.append(
          Bilingual(
            "\(source) of `\(id)` is not what `\(copy.name)` can hold",
            zh: "`\(id)` 的 \(source) 与 `\(copy.name)` 的类型不符"))
      case nil where copy.isRequired:
        problems.append(
          Bilingual("\(source) of `\(id)` is empty", zh: "`\(id)` 的 \(source) 尚未填写"))
      case nil: break
      }
    }
    guard problems.isEmpty else {
      throw Refusal(
        .notLinked,
        Bilingual(
          "`\(id)` does not say what is taken over from it", zh: "`\(id)` 缺少须带入的内容"),
        details: problems)
    }
    return ParentLink(id: id, values: values)
  }

  private func requireFit(
    _ parent: Project, _ parentage: Parentage, _ actor: PersonID?, _ siblings: [Child]
  ) throws(Refusal) {
    guard parent.workflow == parentage.workflow else {
      throw Refusal(
        .notLinked,
        Bilingual(
          "`\(parent.id)` is a `\(parent.workflow)` project; `\(name)` is opened under `\(parentage.workflow)`",
          zh: "`\(parent.id)` 属于 `\(parent.workflow)`；`\(name)` 须隶属于 `\(parentage.workflow)`"))
    }
    guard parentage.stages.contains(parent.stage), !parent.isOver else {
      let stages = parentage.stages.map(\.text)
      throw Refusal(
        .wrongStage,
        Bilingual(
          "a `\(name)` is opened while its parent is in \(stages.joined(separator: ", ")); `\(parent.id)` is in `\(parent.stage)`",
          zh:
            "`\(name)` 须在上级项目处于 \(stages.joined(separator: "、")) 阶段时建立；`\(parent.id)` 现处 `\(parent.stage)`"
        ))
    }
    guard let actor, parentage.by.contains(where: { parent.people[$0]?.contains(actor) == true })
    else {
      let roles = parentage.by.map(\.text)
      throw Refusal(
        .notAllowed,
        Bilingual(
          "opening a `\(name)` under `\(parent.id)` is for its \(roles.joined(separator: ", "))",
          zh: "在 `\(parent.id)` 下建立 `\(name)` 须由其 \(roles.joined(separator: "、")) 进行"),
        whoCould: Set(parentage.by.flatMap { parent.people[$0] ?? [] }).sorted())
    }
    guard siblings.count < Child.maximum else {
      throw Refusal(
        .notLinked,
        Bilingual(
          "`\(parent.id)` has \(Child.maximum) projects under it, which is the most",
          zh: "`\(parent.id)` 下已有 \(Child.maximum) 个项目，已达上限"))
    }
  }
}
