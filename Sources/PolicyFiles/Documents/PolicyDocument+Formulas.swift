import CEL
import Diagnostics
import Engine

extension PolicyDocument {
  /// The computed fields of a form, compiled in a scope: of an action that the form travels with, or of the project.
  func formulas(of form: Form, in scope: Scope) -> [ComputedField] {
    let computed = form.fields.filter { $0.formula != nil }
    return computed.enumerated().compactMap { index, field in
      guard
        let node = workflowDocument?[["forms", form.name.text, "fields", field.name.text, "is"]],
        let expression = findings.expression(node, in: scope, expecting: nil)
      else { return nil }
      let result = expression.program.resultType
      guard field.type.accepts(result) else {
        findings.error(
          "type-mismatch",
          Bilingual(
            "`\(field.name)` cannot hold \(result)", zh: "`\(field.name)` 不能存放 \(result)"),
          at: node.span)
        return nil
      }
      let unknown = Set(computed[index...].map(\.name))
      let reads = scope.sourcesRead(by: expression).compactMap { source -> FieldName? in
        switch source {
        case .request(let name): scope.action == nil ? nil : name
        case .form(form.name, let name): scope.action == nil ? name : nil
        default: nil
        }
      }
      if let cycle = reads.first(where: unknown.contains) {
        findings.error(
          "reads-itself",
          Bilingual(
            "`\(field.name)` is computed from `\(cycle)`, which is not known before it",
            zh: "`\(field.name)` 由 `\(cycle)` 计算，而后者此时尚无值"), at: node.span,
          help: cycle == field.name
            ? nil : Bilingual("put `\(cycle)` before it in the form", zh: "请在表单中将 `\(cycle)` 置于其前"))
      }
      return ComputedField(field: field.name, expression: expression)
    }
  }
}

extension Workflow {
  /// The forms that travel with no action.
  var filledForms: [Form] {
    forms.filter { form in !actions.contains { $0.form == form.name } }
  }
}
