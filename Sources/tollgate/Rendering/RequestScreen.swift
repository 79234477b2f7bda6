import CEL
import Diagnostics
import Engine

extension RequestView {
  var glossary: Glossary { Glossary(people: people, rulebook: rulebook) }

  /// The request on one screen: what is asked and how far it is from the plan, who agreed, who is next, and by which rules.
  var screen: String {
    var screen = Screen()
    let glossary = glossary
    screen.paragraph(
      "\(request.id)\(request.number.map { "  \($0.text)" } ?? "")  \(glossary.subject(request.subject))  [\(glossary.status(request.status))]"
    )
    if let project { screen.paragraph("\(project.id)  \(project.title)", hanging: 4) }
    let again =
      request.revision > 1
      ? say(", revision \(request.revision)", "，第 \(request.revision) 版") : ""
    screen.paragraph(
      say(
        "submitted by \(glossary.person(request.submitter)), \(glossary.time(request.submittedAt))\(again)",
        "提交人 \(glossary.person(request.submitter))，\(glossary.time(request.submittedAt))\(again)"))
    if case .publish(_, _, let rulebook) = request.subject {
      screen.heading(say("Asked", "申请内容"))
      screen.paragraph(
        say("  put rulebook \(rulebook.short) in force", "  执行规则集 \(rulebook.short)"))
    } else if !request.content.isEmpty {
      screen.heading(say("Asked", "申请内容"))
      screen.changes(self, glossary)
    }
    if !request.reason.isEmpty {
      screen.heading(say("Reason", "理由"))
      screen.paragraph(request.reason, indent: 2)
    }
    screen.heading(say("Signatures", "签署"))
    screen.signatures(self, glossary)
    screen.standing(self, glossary)
    screen.conversation(self, glossary)
    screen.heading(say("By which rule", "依据"))
    screen.rules(self, glossary)
    screen.line()
    screen.paragraph(
      say(
        "digest \(request.contentDigest.short)  rulebook \(request.rulebook.short) (\(rulebook.policy.name))",
        "内容摘要 \(request.contentDigest.short)  规则集 \(request.rulebook.short)（\(rulebook.policy.name)）"
      ))
    if request.status == .pending {
      screen.line(
        "tollgate approve \(request.id) --seen \(request.contentDigest.short)"
          + say("   (or reject, return: say why with -m)", "   （或 reject、return，用 -m 说明理由）"))
    }
    return screen.text
  }
}

extension Screen {
  /// Every place to sign, with who signed it, who may sign it now, or who will be asked.
  mutating func signatures(_ view: RequestView, _ glossary: Glossary) {
    var table = Table([.left, .left, .left])
    for row in view.rows {
      table.row([row.place.mark, row.title, row.place.sentence(glossary)])
    }
    self.table(table)
  }

  /// The rule behind each step of the route: where it stands, and what its condition saw.
  mutating func rules(_ view: RequestView, _ glossary: Glossary) {
    let route = view.request.route
    let values = ConditionValues(view.rulebook, view.request.subject, glossary)
    var table = Table([.left, .left, .left])
    for step in route.steps {
      guard let consideration = route.considered.first(where: { $0.step == step.name }) else {
        table.row([step.name.text, "", view.origin(of: step)])
        continue
      }
      table.row(
        [
          step.name.text, consideration.place.short,
          consideration.condition == nil
            ? say("always", "无条件")
            : values.reasons(consideration).joined(separator: Mark.semicolon),
        ])
    }
    self.table(table)
  }
}

extension Place {
  /// `presales-standard.yaml:52`: the column is for editors, not for readers.
  var short: String { "\(file):\(line)" }
}

extension RequestView {
  /// Where a step comes from that no chain names: the kind of a control point, or the rule that another administrator looks.
  func origin(of step: RoutedStep) -> String {
    switch request.subject {
    case .publish:
      return say("nobody writes and approves a policy alone", "任何人不得独自编写并批准制度")
    case .action:
      return say(
        "the control point's kind names who confirms it", "由控制点类型指定确认人")
    }
  }

  /// One place to sign, as it is shown.
  struct Place {
    enum State {
      case signed(Signature)
      /// A vote against.
      case opposed(Signature)
      case concluded(MachineVerdict)
      /// Asked now.
      case open(Electorate, due: CivilDate?)
      /// To be asked later.
      case later(Electorate, within: Term?)
      /// The request ended before it was signed.
      case never
    }

    let step: Int
    let slot: Int
    let routed: RoutedStep
    /// How far its step has come.
    let progress: Progress
    let state: State

    /// What the step is called; its name, which commands take, stands with its rule.
    var title: String {
      guard let weight = routed.slots[slot].weight, weight > 1 else { return routed.title.spoken }
      return routed.title.spoken + Mark.aside(say("\(weight) votes", "\(weight) 票"))
    }

    var isUncastVote: Bool {
      guard routed.majority != nil, routed.slots[slot].added == nil else { return false }
      switch state {
      case .open, .later: return true
      case .signed, .opposed, .concluded, .never: return false
      }
    }

    var mark: String {
      switch state {
      case .signed: "[x]"
      case .opposed: "[-]"
      case .concluded: "[=]"
      case .open: "[>]"
      case .later, .never: "[ ]"
      }
    }

    func sentence(_ glossary: Glossary) -> String {
      switch state {
      case .signed(let signature), .opposed(let signature):
        let comment = Mark.quoted(signature.comment)
        let vote =
          if case .opposed = state { say("against: ", "反对：") } else { "" }
        let demands = signature.conditions.map {
          Mark.semicolon + say("on condition: ", "附条件：") + glossary.reservation($0)
        }
        return
          "\(vote)\(glossary.person(signature.person))\(Mark.comma)\(glossary.time(signature.at))\(signature.basis.isOrdinary ? "" : Mark.aside(glossary.basis(signature.basis)))\(comment)\(demands.joined())"
      case .concluded(let verdict): return glossary.conclusion(verdict)
      case .open(let electorate, let due):
        let deadline = due.map { say("; due \($0)", "；截止 \($0)") } ?? ""
        let holder = progress.holders[slot]
        let claim =
          holder.map { $0.from == nil && electorate[$0.person] != nil } == true
          ? say("; claimed", "；已认领") : ""
        return glossary.electors(electorate, slot: routed.slots[slot], of: routed) + claim
          + deadline
          + (progress.paused == nil
            ? "" : say("; the clock stands still until the answer", "；待答复，期限暂停"))
          + (progress.lateness.map { Mark.semicolon + glossary.lateness($0) } ?? "")
      case .later(let electorate, let within):
        let term = within.map { Mark.semicolon + glossary.term($0) } ?? ""
        return glossary.electors(electorate, slot: routed.slots[slot], of: routed) + term
      case .never: return say("not asked", "未经签署")
      }
    }
  }

  var places: [Place] {
    let active = Set(request.activeSteps)
    return request.route.steps.indices.flatMap { step in
      request.route.steps[step].slots.indices.filter {
        !request.route.steps[step].slots[$0].isRemoved
      }.map { slot in
        let state: Place.State
        switch request.progress[step].outcomes[slot] {
        case .signed(let signature)?: state = .signed(signature)
        case .opposed(let signature)?: state = .opposed(signature)
        case .concluded(let verdict)?: state = .concluded(verdict)
        case nil:
          let electorate = population.electorate(of: request, step: step, slot: slot)
          if !request.status.isOpen || request.isComplete(step) {
            state = .never
          } else if active.contains(step), request.openSlots(step).contains(slot) {
            state = .open(electorate, due: request.progress[step].due)
          } else {
            state = .later(electorate, within: request.route.steps[step].within)
          }
        }
        return Place(
          step: step, slot: slot, routed: request.route.steps[step],
          progress: request.progress[step], state: state)
      }
    }
  }

  /// The places as they are shown: those of a vote that nobody has cast yet stand together, since whoever votes may take any.
  var rows: [(place: Place, title: String)] {
    var rows: [(place: Place, title: String)] = []
    var counts: [Int] = []
    for place in places {
      if place.isUncastVote, let last = rows.last?.place, last.isUncastVote,
        last.step == place.step, last.mark == place.mark
      {
        counts[counts.count - 1] += 1
      } else {
        rows.append((place, place.title))
        counts.append(1)
      }
    }
    for (index, count) in counts.enumerated() where count > 1 {
      rows[index].title += Mark.aside(say("\(count) votes", "\(count) 票"))
    }
    return rows
  }

  /// The people who may sign now, each once.
  var next: [PersonID] {
    var people: [PersonID] = []
    for place in places {
      guard case .open(let electorate, _) = place.state else { continue }
      for elector in electorate.electors where !people.contains(elector.person) {
        people.append(elector.person)
      }
    }
    return people
  }
}

extension Basis {
  /// Whether it goes without saying.
  var isOrdinary: Bool {
    switch self {
    case .role, .named: true
    case .superior, .nextStep, .line, .standIn, .successor, .transferred, .added, .escalated:
      false
    }
  }
}

extension Glossary {
  /// What the machine concluded, and from what.
  func conclusion(_ verdict: MachineVerdict) -> String {
    switch verdict {
    case .repeats(let step, let human):
      say(
        "merged: \(person(human)) signed step `\(step)`", "合并：\(person(human))已签署步骤 `\(step)`")
    case .covered(let signature):
      say(
        "still covered: \(person(signature.person)) agreed \(time(signature.at))",
        "仍然有效：\(person(signature.person))已于 \(time(signature.at)) 同意")
    case .timedOut: say("passed by itself: nobody signed in time", "超期自动通过：期限内无人签署")
    }
  }

  /// Who may sign a place, by name; why it is somebody else than its role says; or that nobody can.
  func electors(_ electorate: Electorate, slot: RoutedStep.Slot, of step: RoutedStep) -> String {
    let names = electorate.electors.map { elector in
      // That others may sign since the deadline has passed is told with the deadline.
      person(elector.person)
        + (elector.basis.isOrdinary || elector.basis == .escalated
          ? "" : say(" \(basis(elector.basis))", basis(elector.basis)))
    }
    // Whoever has voted stands in the row of their own vote.
    let barred = electorate.barred.filter {
      step.majority == nil || $0.bar != .alreadySigned(step.name)
    }.map {
      say("\(person($0.person)), who \(bar($0.bar))", "\(person($0.person))\(bar($0.bar))")
    }
    if names.isEmpty {
      let roles = slot.authorities.map(authority).joined(separator: say(" or ", "或"))
      return say("nobody can sign (\(roles))", "无人可签（\(roles)）")
        + (barred.isEmpty ? "" : Mark.colon + list(barred))
    }
    return names.joined(separator: say(" or ", "或"))
      + (barred.isEmpty ? "" : say(" (not \(list(barred)))", "（\(list(barred))，不得签署）"))
  }
}
