import Diagnostics
import Engine
import Workbench

/// What a slightly other request would meet: the nearest change of a field that alters the route, and the
/// cheapest that shortens it, or makes it admissible at all.
struct Alternatives {
  let explanation: RequestExplanation
  let action: Action
  let rulebook: Rulebook
  let glossary: Glossary

  /// Nothing where no field of the request makes a difference.
  var text: String {
    var sentences: [String] = []
    for alternative in explanation.flips + [explanation.pathToYes].compactMap(\.self) {
      let sentence = sentence(alternative)
      if !sentences.contains(sentence) { sentences.append(sentence) }
    }
    guard !sentences.isEmpty else { return "" }
    var screen = Screen()
    screen.line()
    screen.line(
      explanation.refusal == nil
        ? say("What would change the route", "怎样会改变审批链")
        : say("What would be admitted", "怎样才会受理"))
    for sentence in sentences { screen.paragraph(sentence, indent: 2, hanging: 2) }
    if explanation.refusal == nil, !explanation.flipsAreComplete {
      screen.paragraph(
        say("(not proved: a nearer change may exist)", "（未经证明：可能存在更近的改变）"), indent: 2)
    }
    return screen.text
  }

  /// `Budget 120,000.00: without Executive`
  private func sentence(_ alternative: Alternative) -> String {
    let form = action.form.flatMap { rulebook.workflow[form: $0] }
    let changes = alternative.changes.sorted { $0.key < $1.key }.map { name, value in
      let field = form?[name]
      return (field?.title.spoken ?? name.text) + " " + glossary.value(value, as: field?.type)
    }
    var effects: [String] = []
    if explanation.refusal != nil || alternative.removed.isEmpty && alternative.added.isEmpty {
      effects.append(
        say("to be signed by \(titles(alternative.route))", "由\(titles(alternative.route))签署"))
    } else {
      if !alternative.removed.isEmpty {
        effects.append(
          say("without \(titles(alternative.removed))", "不再需要\(titles(alternative.removed))"))
      }
      if !alternative.added.isEmpty {
        effects.append(
          say("also \(titles(alternative.added))", "还需要\(titles(alternative.added))"))
      }
    }
    return list(changes) + Mark.colon + list(effects)
  }

  private func titles(_ steps: [StepName]) -> String {
    let chain = rulebook.rules(of: action.name).chain?.steps ?? []
    return list(
      steps.map { name in chain.first { $0.name == name }?.title.spoken ?? name.text })
  }
}
