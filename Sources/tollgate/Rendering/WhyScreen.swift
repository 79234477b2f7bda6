import Engine

extension RequestView {
  /// Why the request takes the way it takes: every rule that was considered.
  var whyScreen: String {
    var screen = Screen()
    let glossary = glossary
    screen.paragraph(
      say(
        "\(request.id)  \(glossary.subject(request.subject)): the route under \(rulebook.policy.name), rulebook \(request.rulebook.short)",
        "\(request.id)  \(glossary.subject(request.subject))：按 \(rulebook.policy.name)（规则集 \(request.rulebook.short)）的审批链"
      ))
    screen.heading(say("Rules considered", "逐条规则"))
    screen.considerations(self, glossary)
    screen.windows(request, glossary)
    screen.heading(say("Signatures", "签署"))
    screen.signatures(self, glossary)
    screen.standing(self, glossary)
    return screen.text
  }

  /// The head of the explanation of an earlier filing.
  func heading(of revision: Int) -> String {
    var screen = Screen()
    screen.paragraph(
      say(
        "\(request.id)  \(glossary.subject(request.subject)): filing \(revision) of \(request.revision), as it was then",
        "\(request.id)  \(glossary.subject(request.subject))：第 \(revision) 次提交（共 \(request.revision) 次），按当时情况"
      ))
    return screen.text
  }
}
