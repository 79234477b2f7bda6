import CEL
import Engine
import Workbench

// What one person had to do with each place, as the log tells it: people and roles are those of the moment when a
// place was filled or closed, and of now only where it still waits.
extension RequestView {
  /// `history` nil: the log does not know the request.
  func whyScreen(for person: PersonID, _ history: SigningHistory?) -> String {
    var screen = Screen()
    screen.paragraph(
      "\(request.id)  \(glossary.subject(request.subject))  [\(glossary.status(request.status))]")
    screen.line(say("What \(glossary.person(person)) can do:", "\(glossary.person(person))可以做什么："))
    let rounds = history?.rounds ?? []
    for round in rounds {
      if rounds.count > 1 {
        screen.heading(
          say(
            "Round \(round.number), filing \(round.revision)",
            "第 \(round.number) 轮，第 \(round.revision) 次提交"))
      }
      var table = Table([.left, .left])
      for place in round.places {
        table.row([place.step.title.spoken, sentence(place, for: person)])
      }
      screen.table(table)
    }
    return screen.text
  }

  func whyJSON(for person: PersonID, _ history: SigningHistory?) -> JSON {
    [
      "request": .name(request.id), "person": .name(person),
      "rounds": .array(
        (history?.rounds ?? []).map { round in
          [
            "round": .count(round.number), "revision": .count(round.revision),
            "steps": .array(round.places.map { json($0, for: person) }),
          ]
        }),
    ]
  }

  private func json(_ place: SigningHistory.Place, for person: PersonID) -> JSON {
    var members: [String: JSON] = [
      "step": .name(place.step.name), "slot": .count(place.slot),
      "state": .string(place.ending.code),
      "may_sign": .bool(isAskedNow(place) && place.electorate[person] != nil),
      "because": .string(sentence(place, for: person)),
    ]
    if let elector = place.electorate[person] { members["basis"] = .string(elector.basis.code) }
    if let barred = place.electorate.barred.first(where: { $0.person == person }) {
      members["barred"] = .string(barred.bar.code)
    }
    return .object(members)
  }

  private func isAskedNow(_ place: SigningHistory.Place) -> Bool {
    if case .open = place.ending { place.wasAsked } else { false }
  }

  private func sentence(_ place: SigningHistory.Place, for person: PersonID) -> String {
    switch place.ending {
    case .filled(let outcome, let time):
      if case .concluded(let verdict) = outcome {
        return glossary.conclusion(verdict) + Mark.semicolon + standing(place, person)
      }
      guard let signature = outcome.signature else { return "" }
      if people.human(signature.person) == people.human(person) {
        return say("has signed, \(glossary.time(time))", "已签署，\(glossary.time(time))")
      }
      let who = glossary.person(signature.person)
      return say("\(who) has signed", "\(who)已签署") + Mark.semicolon + standing(place, person)
    case .left(.notNeeded, _, _):
      return say("was not needed", "无须签署") + Mark.semicolon + standing(place, person)
    case .left(let reason, let by, let time):
      return glossary.left(reason, by: by, at: time) + Mark.semicolon + standing(place, person)
    case .open: return prospect(place, person)
    }
  }

  /// What the person could have done when the place was filled or closed by others.
  private func standing(_ place: SigningHistory.Place, _ person: PersonID) -> String {
    if isSubmitter(person) { return neverSigns }
    if let elector = place.electorate[person] {
      let basis = glossary.basis(elector.basis)
      return place.wasAsked
        ? say("could have signed then, \(basis)", "当时也可以签署（\(basis)）")
        : say("would have been asked in turn, \(basis)", "尚未轮到，届时可以签署（\(basis)）")
    }
    if let barred = place.electorate.barred.first(where: { $0.person == person }) {
      return say("could not: \(glossary.bar(barred.bar))", "当时不得签署：\(glossary.bar(barred.bar))")
    }
    return say(
      "was not asked: this was for \(authorities(place))", "不在其列：此步骤由\(authorities(place))签署")
  }

  /// What the person can expect of a place that still waits.
  private func prospect(_ place: SigningHistory.Place, _ person: PersonID) -> String {
    if isSubmitter(person) { return neverSigns }
    if let elector = place.electorate[person] {
      let basis = glossary.basis(elector.basis)
      return isAskedNow(place)
        ? say("may sign now, \(basis)", "现在可以签署（\(basis)）")
        : say("may sign when its turn comes, \(basis)", "轮到时可以签署（\(basis)）")
    }
    if let barred = place.electorate.barred.first(where: { $0.person == person }) {
      return say("may not: \(glossary.bar(barred.bar))", "不得签署：\(glossary.bar(barred.bar))")
    }
    return say(
      "is not asked: this is for \(authorities(place))", "不在其列：此步骤由\(authorities(place))签署")
  }

  private func isSubmitter(_ person: PersonID) -> Bool {
    people.human(person) == people.human(request.submitter)
  }

  private var neverSigns: String {
    say(
      "never: whoever submits does not sign, whatever roles they hold",
      "不得签署：提交人无论担任何种角色都不得签署")
  }

  private func authorities(_ place: SigningHistory.Place) -> String {
    place.step.slots[place.slot].authorities.map(glossary.authority)
      .joined(separator: say(" or ", "或"))
  }
}

extension SigningHistory.Ending {
  /// `signed`, `opposed`, `concluded`, `returned`, `rejected`, `withdrawn`, `overridden`, `lapsed`, `reopened`, `not-needed`, `open`
  fileprivate var code: String {
    switch self {
    case .filled(.signed, _): "signed"
    case .filled(.opposed, _): "opposed"
    case .filled(.concluded, _): "concluded"
    case .left(.returned, _, _): "returned"
    case .left(.rejected, _, _): "rejected"
    case .left(.withdrawn, _, _): "withdrawn"
    case .left(.overridden, _, _): "overridden"
    case .left(.lapsed, _, _): "lapsed"
    case .left(.reopened, _, _): "reopened"
    case .left(.notNeeded, _, _): "not-needed"
    case .open: "open"
    }
  }
}

extension Glossary {
  /// Why a place was never signed in its round.
  fileprivate func left(
    _ reason: SigningHistory.Reason, by id: PersonID?, at time: Timestamp
  ) -> String {
    let (who, when) = (id.map(person) ?? say("the machine", "系统"), self.time(time))
    return switch reason {
    case .returned: say("not signed: \(who) returned it, \(when)", "未签署：\(who)退回，\(when)")
    case .rejected: say("not signed: \(who) rejected it, \(when)", "未签署：\(who)拒绝，\(when)")
    case .withdrawn: say("not signed: \(who) withdrew it, \(when)", "未签署：\(who)撤回，\(when)")
    case .overridden:
      say("not signed: \(who) let it pass by override, \(when)", "未签署：\(who)特批放行，\(when)")
    case .lapsed: say("not signed: it lapsed, \(when)", "未签署：已失效，\(when)")
    case .reopened:
      say("not signed: an earlier place was opened again, \(when)", "未签署：先前的签署重新打开，\(when)")
    case .notNeeded: say("was not needed", "无须签署")
    }
  }
}
