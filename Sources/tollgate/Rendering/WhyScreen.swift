import CEL
import Diagnostics
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
    screen.heading(say("Signatures", "签署"))
    screen.signatures(self, glossary)
    return screen.text
  }

  /// What one person has to do with each step.
  func whyScreen(for person: PersonID) -> String {
    var screen = Screen()
    screen.paragraph(
      "\(request.id)  \(glossary.subject(request.subject))  [\(glossary.status(request.status))]")
    screen.line(say("What \(glossary.person(person)) can do:", "\(glossary.person(person))可以做什么："))
    var table = Table([.left, .left])
    for place in places {
      table.row([place.title, place.sentence(for: person, of: request, people, glossary)])
    }
    screen.table(table)
    return screen.text
  }

  func whyJSON(for person: PersonID) -> JSON {
    [
      "request": .name(request.id), "person": .name(person),
      "steps": .array(
        places.map { place in
          [
            "step": .name(place.routed.name), "slot": .count(place.slot),
            "may_sign": .bool(place.maySign(person)),
            "because": .string(place.sentence(for: person, of: request, people, glossary)),
          ]
        }),
    ]
  }
}

extension RequestView.Place {
  /// Whether the person could sign here now.
  fileprivate func maySign(_ person: PersonID) -> Bool {
    if case .open(let electorate, _) = state { electorate[person] != nil } else { false }
  }

  fileprivate func sentence(
    for person: PersonID, of request: Request, _ people: Directory, _ glossary: Glossary
  ) -> String {
    switch state {
    case .signed(let signature) where people.human(signature.person) == people.human(person):
      return say(
        "has signed, \(glossary.time(signature.at))", "已签署，\(glossary.time(signature.at))")
    case .signed(let signature):
      return say(
        "\(glossary.person(signature.person)) has signed", "\(glossary.person(signature.person))已签署"
      )
    case .opposed, .concluded: return sentence(glossary)
    case .open, .later:
      if people.human(person) == people.human(request.submitter) {
        return say(
          "never: whoever submits does not sign, whatever roles they hold",
          "不得签署：提交人无论担任何种角色都不得签署")
      }
      return outlook(for: person, glossary)
    case .never: return say("the request has ended", "申请已结束")
    }
  }

  /// What somebody can expect of a place that nobody has signed.
  private func outlook(for person: PersonID, _ glossary: Glossary) -> String {
    let electorate: Electorate
    let isNow: Bool
    switch state {
    case .open(let electors, _): (electorate, isNow) = (electors, true)
    case .later(let electors, _): (electorate, isNow) = (electors, false)
    case .signed, .opposed, .concluded, .never: return ""
    }
    if let elector = electorate[person] {
      let basis = glossary.basis(elector.basis)
      return isNow
        ? say("may sign now, \(basis)", "现在可以签署（\(basis)）")
        : say("may sign when its turn comes, \(basis)", "轮到时可以签署（\(basis)）")
    }
    if let barred = electorate.barred.first(where: { $0.person == person }) {
      return say("may not: \(glossary.bar(barred.bar))", "不得签署：\(glossary.bar(barred.bar))")
    }
    let authorities = routed.slots[slot].authorities.map(glossary.authority)
      .joined(separator: say(" or ", "或"))
    return say("is not asked: this is for \(authorities)", "不在其列：此步骤由\(authorities)签署")
  }
}
