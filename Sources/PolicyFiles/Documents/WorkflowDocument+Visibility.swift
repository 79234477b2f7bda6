import Diagnostics
import Engine

extension WorkflowDocument {
  /// What an effect writes into the project's record stands there for everybody: it may not come from a confidential field.
  func checkVisibility(_ workflow: Workflow) {
    guard let node = fields["actions"] else { return }
    let places = Dictionary(
      findings.entries(node, Bilingual("actions", zh: "动作")).map { ($0.key.text, $0.key.span) }
    ) { first, _ in first }
    for action in workflow.actions {
      guard let form = action.form.flatMap({ workflow[form: $0] }) else { continue }
      for effect in action.effects {
        guard let name = effect.openFields.first(where: { form[$0]?.readers.isEmpty == false })
        else { continue }
        findings.error(
          "confidential",
          Bilingual(
            "`\(action.name)` would write the confidential `\(name)` where everybody reads it",
            zh: "`\(action.name)` 会将保密字段 `\(name)` 写入公开记录"), at: places[action.name.text],
          help: Bilingual(
            "only `baseline:` keeps a value confidential", zh: "只有 `baseline:` 能保持保密"))
      }
    }
  }
}

extension Effect {
  /// The fields that it writes as they are.
  fileprivate var openFields: [FieldName] {
    switch self {
    case .appoint(_, let sources): sources.map(\.field)
    case .spend(let field), .plan(let field), .reach(let field): [field]
    case .move, .baseline: []
    }
  }
}
