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
    let rounds = history?.rounds ?? []
    for round in rounds {
      if rounds.count > 1 {
        screen.heading(
          say(
            "Round \(round.number), filing \(round.revision)",
            "第 \(round.number) 轮，第 \(round.revision) 次提交"))
      }
      if round.number == rounds.first?.number {
        screen.line(
          say("What \(glossary.person(person)) can do:", "\(glossary.person(person))可以做什么："))
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
    guard case .open = place.ending else { return false }
    return request.activeSteps.contains { request.route.steps[$0].name == place.step.name }
  }

  private func sentence(_ place: SigningHistory.Place, for person: PersonID) -> String {
    switch place.ending {
    case .signed(let signature) where people.human(signature.person) == people.human(person):
      return say(
        "has signed, \(glossary.time(signature.at))", "已签署，\(glossary.time(signature.at))")
    case .signed(let signature):
      return say(
        "\(glossary.person(signature.person)) has signed", "\(glossary.person(signature.person))已签署"
      )
        + Mark.semicolon + standing(place, person)
    case .opposed(let signature):
      return say(
        "\(glossary.person(signature.person)) voted against",
        "\(glossary.person(signature.person))投了反对票") + Mark.semicolon + standing(place, person)
    case .concluded(let verdict, _): return glossary.conclusion(verdict)
    case .closed(let closing, let by, let time):
      return glossary.closing(closing, by: by, at: time) + Mark.semicolon
        + standing(place, person)
    case .open: return prospect(place, person)
    }
  }

  /// What the person could have done when the place was filled or closed by others.
  private func standing(_ place: SigningHistory.Place, _ person: PersonID) -> String {
    if isSubmitter(person) { return neverSigns }
    if let elector = place.electorate[person] {
      let basis = glossary.basis(elector.basis)
      return say("could have signed then, \(basis)", "当时也可以签署（\(basis)）")
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
  /// `signed`, `opposed`, `merged`, `covered`, `timed-out`, `returned`, `rejected`, `withdrawn`, `lapsed`, `open`
  fileprivate var code: String {
    switch self {
    case .signed: "signed"
    case .opposed: "opposed"
    case .concluded(.repeats, _): "merged"
    case .concluded(.covered, _): "covered"
    case .concluded(.timedOut, _): "timed-out"
    case .closed(.returned, _, _): "returned"
    case .closed(.rejected, _, _): "rejected"
    case .closed(.withdrawn, _, _): "withdrawn"
    case .closed(.overridden, _, _): "overridden"
    case .closed(.lapsed, _, _): "lapsed"
    case .open: "open"
    }
  }
}

extension Glossary {
  /// Why a place was never signed in its round.
  fileprivate func closing(
    _ closing: SigningHistory.Closing, by id: PersonID?, at time: Timestamp
  ) -> String {
    let (who, when) = (id.map(person) ?? say("the clock", "系统计时"), self.time(time))
    return switch closing {
    case .returned: say("not signed: \(who) returned it, \(when)", "未签署：\(who)退回，\(when)")
    case .rejected: say("not signed: \(who) rejected it, \(when)", "未签署：\(who)拒绝，\(when)")
    case .withdrawn: say("not signed: \(who) withdrew it, \(when)", "未签署：\(who)撤回，\(when)")
    case .overridden: say("not signed: let pass by override, \(when)", "未签署：特批放行，\(when)")
    case .lapsed: say("not signed: it lapsed, \(when)", "未签署：申请失效，\(when)")
    }
  }
}
