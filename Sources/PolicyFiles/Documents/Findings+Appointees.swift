import Diagnostics
import Engine

extension Findings {
  /// Whom an effect appoints: `request.F`, several of them, or the people in a column of a list,
  /// `request.members.map(m, m.person)`.
  func appointees(_ node: Node, of form: Form?, action: String) -> [PersonSource]? {
    if case .sequence(let elements) = node.content {
      let sources = elements.compactMap { appointee($0, of: form, action: action) }
      return sources.isEmpty || sources.count < elements.count ? nil : sources
    }
    return appointee(node, of: form, action: action).map { [$0] }
  }

  private func appointee(_ node: Node, of form: Form?, action: String) -> PersonSource? {
    guard let scalar = scalar(node, Bilingual("people of the request", zh: "申请中的人员")) else {
      return nil
    }
    // Asked first: most name a field, and making the pattern costs more than reading the rest.
    guard scalar.text.last == ")",
      let match = scalar.text.wholeMatch(of: #/request\.(\w+)\.map\((\w+), *(\w+)\.(\w+)\)/#),
      match.2 == match.3
    else {
      guard let field = requestField(node, of: form, action: action) else { return nil }
      guard field.type == .person else { return wrong(scalar) }
      return .field(field.name)
    }
    let (name, column) = (FieldName(String(match.1)), FieldName(String(match.4)))
    guard let list = form?[name]?.type.list, list[column]?.type == .person else {
      return wrong(scalar)
    }
    return .column(column, of: name)
  }

  private func wrong(_ scalar: Scalar) -> PersonSource? {
    error(
      "type-mismatch",
      Bilingual("`\(scalar.text)` is not a person", zh: "`\(scalar.text)` 不是人员"), at: scalar.span,
      help: Bilingual(
        "a field of type person, or such a column: `request.LIST.map(m, m.COLUMN)`",
        zh: "类型为 person 的字段，或列表中的此类列：`request.列表.map(m, m.列)`"))
    return nil
  }
}
