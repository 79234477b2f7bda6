import Diagnostics
import Engine

/// What a form says about who may read its fields.
struct Visibility {
  /// All that the workflow knows.
  let roles: [RoleName]
  /// Empty: everybody.
  let readers: [RoleName]
}

extension Findings {
  /// The `visible_to:` of a form or a field; empty: everybody.
  func visibleTo(_ fields: Fields, _ roles: [RoleName]) -> [RoleName] {
    guard let node = fields["visible_to"] else { return [] }
    let readers = references(node, "role", Bilingual("role", zh: "角色"), among: roles)
    if case .sequence(let elements) = node.content, elements.isEmpty {
      error("nobody", Bilingual("nobody could read it", zh: "没有人能查看"), at: node.span)
    }
    return readers
  }

  /// Who may read a field: its own word goes before the form's.
  func readers(of name: FieldName, _ fields: Fields, _ form: Visibility) -> [RoleName] {
    let readers = fields["visible_to"] == nil ? form.readers : visibleTo(fields, form.roles)
    if name == "reason", let span = fields.keySpan("visible_to") {
      error(
        "confidential",
        Bilingual("the reason is read by everybody who is asked", zh: "理由会展示给所有审批人"), at: span,
        help: Bilingual("call a confidential field otherwise", zh: "保密字段请换用其他名称"))
    }
    // Of a confidential form the reason alone is not.
    return name == "reason" ? [] : readers
  }
}
