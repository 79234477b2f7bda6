import CEL
import Diagnostics
import Engine

/// What waits for one person: each request in a few lines, enough to decide or to look closer.
struct InboxScreen {
  let person: PersonID
  let mail: Session.Mail
  let people: Directory
  let today: CivilDate

  var text: String {
    var screen = Screen()
    let name = Glossary(people: people).person(person)
    let count = mail.toSign.count + mail.errands.count
    guard count > 0 else {
      screen.line(say("Nothing waits for \(name).", "\(name)没有待办。"))
      return screen.text
    }
    screen.line(say("Waiting for \(name): \(count)", "\(name)的待办：\(count) 项"))
    for view in mail.toSign { item(view, in: &screen) }
    screen.errands(mail.errands, Glossary(people: people))
    return screen.text
  }

  private func item(_ view: RequestView, in screen: inout Screen) {
    let (request, glossary) = (view.request, view.glossary)
    guard let place = view.place(for: person) else { return }
    screen.line()
    let due = request.progress[place.step].due
    screen.paragraph(
      "\(request.id)\(request.number.map { "  \($0.text)" } ?? "")  \(glossary.subject(request.subject))"
        + (view.project.map { "  \($0.id) \($0.title)" } ?? "")
        + (due.map { glossary.deadline($0, today: today) } ?? ""), hanging: 4)
    screen.paragraph(
      say("from ", "提交人 ") + glossary.person(request.submitter)
        + Mark.quoted(request.reason),
      indent: 4, hanging: 2)
    for change in view.changes where change.isPlan {
      guard let sentence = change.sentence(glossary) else { continue }
      screen.paragraph(sentence, indent: 4, hanging: 2)
    }
    let agreed = view.agreements
    if !agreed.isEmpty {
      screen.paragraph(say("agreed: ", "已同意：") + list(agreed), indent: 4, hanging: 2)
    }
    for line in view.outgrown {
      screen.paragraph(say("no longer: ", "已失效：") + line, indent: 4, hanging: 2)
    }
    screen.paragraph(
      say("asked of you: ", "请你签署：") + view.reason(for: place, person), indent: 4, hanging: 2)
    screen.line("    tollgate show \(request.id)")
    screen.line("    tollgate approve \(request.id) --seen \(request.contentDigest.short)")
  }

  func json() throws -> JSON {
    let signing: JSON = [
      "person": .name(person), "requests": .array(try mail.toSign.map { try $0.json() }),
    ]
    return mail.errands.json.reduce(signing) { $0.adding($1.key, $1.value) }
  }
}

extension Glossary {
  /// `  due 2026-10-12`, and whether that day has passed.
  func deadline(_ due: CivilDate, today: CivilDate) -> String {
    due < today ? say("  late since \(due)", "  已超期（\(due)）") : say("  due \(due)", "  截止 \(due)")
  }
}

extension RequestView {
  /// The first place that a person may fill now.
  func place(for person: PersonID) -> Place? {
    places.first { place in
      if case .open(let electorate, _) = place.state { electorate[person] != nil } else { false }
    }
  }

  /// Who agreed in this round, at which step, and what they said: people first, then what still covers it.
  var agreements: [String] {
    places.compactMap { place in
      switch place.state {
      case .signed(let signature):
        let demands = signature.conditions.map(glossary.reservation)
        return place.title + " " + glossary.person(signature.person)
          + Mark.quoted(signature.comment)
          + (demands.isEmpty
            ? "" : Mark.aside(say("on condition: ", "附条件：") + list(demands)))
      case .opposed, .concluded:
        return place.title + " " + place.sentence(glossary)
      case .open, .later, .never: return nil
      }
    }
  }

  /// Why somebody is asked in a place: what they are there, and the rule that brought the step with what it saw.
  func reason(for place: Place, _ person: PersonID) -> String {
    var reason = place.title
    if case .open(let electorate, _) = place.state, let elector = electorate[person],
      !elector.basis.isOrdinary
    {
      reason += Mark.aside(glossary.basis(elector.basis))
    }
    guard
      let consideration = request.route.considered.first(where: { $0.step == place.routed.name })
    else { return reason + Mark.comma + origin(of: place.routed) }
    let values = ConditionValues(rulebook, request.subject, glossary)
    let saw =
      consideration.condition == nil
      ? say("always", "无条件")
      : values.reasons(consideration).joined(separator: Mark.semicolon)
    return reason + Mark.comma + consideration.place.short + Mark.colon + saw
  }
}

extension Change {
  /// `Budget 100,000.00 → 126,000.00 (+26,000.00, +26%)`; nil: nothing would change.
  func sentence(_ glossary: Glossary) -> String? {
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
