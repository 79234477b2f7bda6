import CEL
import Diagnostics

/// Computed fields: found when a form is filed, never given by a person.
extension Deciding {
  /// The content of a request with what its form computes, each field from those before it.
  ///
  /// Refused when something cannot be computed.
  func computed(
    _ action: Action, _ content: [FieldName: FieldValue], _ rulebook: Rulebook,
    submitter: PersonID
  ) throws(Refusal) -> [FieldName: FieldValue] {
    let rules = rulebook.rules(of: action.name)
    guard let form = action.form.flatMap({ rulebook.workflow[form: $0] }),
      !rules.formulas.isEmpty
    else { return content }
    var content = content
    for computed in rules.formulas { content[computed.field] = nil }
    for computed in rules.formulas {
      let evaluation = Evaluation(
        rules.scope, project, content: content, circumstances(rulebook, submitter: submitter))
      do throws(Uncomputable) {
        content[computed.field] = try form.value(of: computed, evaluation, rulebook.workflow)
      } catch {
        throw error.refusal
      }
    }
    return content
  }

  /// The record of a form with what it computes. While something that a formula reads is not there yet, neither is
  /// its field.
  func computed(_ form: Form, _ values: [FieldName: FieldValue]) throws(Refusal)
    -> [FieldName: FieldValue]
  {
    let formulas = rulebook.policy.formulas[form.name] ?? []
    var values = values
    for computed in formulas { values[computed.field] = nil }
    for computed in formulas {
      var project = project
      project.forms[form.name] = FormRecord(
        values: values, revision: 0, by: envelope.actor, at: envelope.at)
      let evaluation = Evaluation(
        rulebook.projectScope, project, content: nil,
        circumstances(rulebook, submitter: actor))
      do throws(Uncomputable) {
        values[computed.field] = try form.value(of: computed, evaluation, rulebook.workflow)
      } catch {
        guard error.lacksValue else { throw error.refusal }
      }
    }
    return values
  }
}

private struct Uncomputable: Error {
  let refusal: Refusal
  /// Something that the formula reads is not there.
  let lacksValue: Bool

  init(_ computed: ComputedField, _ reason: Bilingual, help: Bilingual?, lacksValue: Bool) {
    self.lacksValue = lacksValue
    refusal = Refusal(
      .ruleError,
      Bilingual(
        "`\(computed.field)` cannot be computed: \(reason.en)",
        zh: "`\(computed.field)` 无法计算：\(reason.zh)"),
      details: [
        Bilingual(
          "\(computed.expression.text) (\(computed.expression.place))",
          zh: "\(computed.expression.text)（\(computed.expression.place)）")
      ], help: help)
  }
}

extension Form {
  fileprivate func value(
    of computed: ComputedField, _ evaluation: Evaluation, _ workflow: Workflow
  ) throws(Uncomputable) -> FieldValue {
    guard let field = self[computed.field] else {
      preconditionFailure("a formula belongs to a field of its form")
    }
    guard !field.readers.isEmpty || !evaluation.isConfidential(computed.expression) else {
      throw Uncomputable(
        computed, EvaluationError.confidential.message,
        help: Bilingual(
          "tell the administrator: the field needs `visible_to:`", zh: "请通知管理员：该字段需设 `visible_to:`"),
        lacksValue: false)
    }
    let result: Value
    do throws(EvaluationError) {
      result = try evaluation.value(of: computed.expression.program)
    } catch {
      throw Uncomputable(
        computed, evaluation.told(error, of: computed.expression).message, help: nil,
        lacksValue: error.code == .notSet)
    }
    switch field.value(result, in: workflow) {
    case .success(let value): return value
    case .failure(let invalid):
      throw Uncomputable(computed, invalid.reason, help: invalid.help, lacksValue: false)
    }
  }
}
