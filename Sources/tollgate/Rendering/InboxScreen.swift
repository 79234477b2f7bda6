import CEL
import Diagnostics
import Engine

/// What waits for one person: each request in a few lines, enough to decide or to look closer.
struct InboxScreen {
  let person: PersonID
  let views: [RequestView]
  let people: Directory

  var text: String {
    var screen = Screen()
    let name = Glossary(people: people).person(person)
    guard !views.isEmpty else {
      screen.line(say("Nothing waits for \(name).", "\(name)没有待办。"))
      return screen.text
    }
    screen.line(say("Waiting for \(name): \(views.count)", "\(name)的待办：\(views.count) 项"))
    for view in views { item(view, in: &screen) }
    return screen.text
  }

  private func item(_ view: RequestView, in screen: inout Screen) {
    let (request, glossary) = (view.request, view.glossary)
    screen.line()
    let due = request.activeSteps.compactMap { request.progress[$0].due }.min()
    screen.line(
      "\(request.id)  \(glossary.subject(request.subject))"
        + (view.project.map { "  \($0.id) \($0.title)" } ?? "")
        + (due.map { say("  due \($0)", "  截止 \($0)") } ?? ""))
    screen.paragraph(
      say("from ", "提交人 ") + glossary.person(request.submitter)
        + Mark.quoted(request.reason),
      indent: 4, hanging: 2)
    for change in view.changes where change.isPlan {
      guard let sentence = change.sentence(glossary) else { continue }
      screen.paragraph(sentence, indent: 4, hanging: 2)
    }
    let agreed = request.signatures.map {
      request.route.steps[$0.step].title.spoken + " " + glossary.person($0.signature.person)
    }
    if !agreed.isEmpty {
      screen.paragraph(say("agreed: ", "已同意：") + list(agreed), indent: 4, hanging: 2)
    }
    screen.line("    tollgate show \(request.id)")
    screen.line("    tollgate approve \(request.id) --seen \(request.contentDigest.short)")
  }

  func json() throws -> JSON {
    ["person": .name(person), "requests": .array(try views.map { try $0.json() })]
  }
}

extension Change {
  /// `Budget 100,000.00 → 126,000.00 (+26,000.00, +26%)`; nil: nothing would change.
  fileprivate func sentence(_ glossary: Glossary) -> String? {
    let new = glossary.value(value, as: field.type)
    guard let baseline else { return "\(field.title.spoken) \(new)" }
    guard baseline != value else { return nil }
    if let difference = difference(from: baseline) {
      let share = difference.share.map { Mark.comma + $0 } ?? ""
      return
        "\(field.title.spoken) \(glossary.value(baseline, as: field.type)) → \(new)"
        + Mark.aside(difference.amount + share)
    }
    let moved = movedPoints(glossary)
    return
      "\(field.title.spoken)\(Mark.colon)\(moved.isEmpty ? new : moved.joined(separator: Mark.semicolon))"
  }
}
