import CEL
import Engine
import TestKit

/// What people do in a scenario: the verb after the person's name says which command it is.
extension ScenarioPlayer {
  /// Every verb, for whoever mistypes one.
  static let verbs = [
    "opens", "fills", "submits", "approves", "rejects", "returns", "withdraws", "takes",
    "resubmits",
    "hands", "claims", "releases", "adds", "removes", "asks", "consults", "answers", "reminds",
    "sees", "copies", "overrides", "reviews", "migrates", "appoints", "relieves", "says", "names",
    "publishes",
  ]

  mutating func act(_ sentence: Sentence) throws {
    var phrase = Phrase(sentence)
    if phrase.take("tick") {
      try phrase.end()
      return try tick()
    }
    let actor = try person(&phrase)
    let place = phrase.place
    let verb = try phrase.word("a verb")
    switch verb {
    case "opens": try open(actor, &phrase)
    case "fills":
      let form = FormName(try phrase.word("a form"))
      let order = Order.fill(form: form, values: try phrase.values())
      try give(order, actor, on: currentProject(phrase), phrase)
    case "submits": try submit(actor, &phrase)
    case "appoints", "relieves", "says", "names", "publishes", "migrates", "reviews":
      try administer(verb, actor, &phrase)
    default:
      guard Self.verbs.contains(verb) else {
        let known = Self.verbs.joined(separator: ", ")
        throw ScenarioMistake(place: place, message: "no verb `\(verb)`; there are \(known)")
      }
      try answer(verb, actor, &phrase)
    }
  }

  private func give(_ order: Order, _ actor: PersonID, on project: ProjectID, _ phrase: Phrase)
    throws
  {
    try phrase.end()
    try company.order(actor, order, on: .project(project))
  }

  private func direct(_ order: Order, _ actor: PersonID, _ phrase: Phrase) throws {
    try phrase.end()
    try company.order(actor, order, on: .workspace)
  }

  /// `li opens Bridge`, `li opens Bridge with facts.score 3`
  private mutating func open(_ actor: PersonID, _ phrase: inout Phrase) throws {
    let title = try phrase.word("a title")
    var forms: [FormName: [FieldName: String]] = [:]
    for (name, value) in try phrase.values() {
      let parts = name.text.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw phrase.mistake("expected `form.field` for `\(name)`") }
      forms[FormName(parts[0]), default: [:]][FieldName(parts[1])] = value
    }
    try phrase.end()
    guard let policy = company.service.store.workspace()?.policies.keys.min() else {
      throw phrase.mistake("no policy is published")
    }
    let id = try company.open(title, policy: policy, by: actor, forms: forms)
    projects[title] = id
    project = id
  }

  /// `li submits ask with amount 1000 as R-1`
  private mutating func submit(_ actor: PersonID, _ phrase: inout Phrase) throws {
    let action = ActionName(try phrase.word("an action"))
    if phrase.take("on") {
      let title = try phrase.word("a project")
      guard let id = projects[title] else {
        throw phrase.mistake("no project is called `\(title)`")
      }
      project = id
    }
    let values = try phrase.values()
    let name = phrase.take("as") ? try phrase.word("a name for the request") : nil
    let reason = phrase.reason()
    try phrase.end()
    let id = try company.submit(
      action, on: currentProject(phrase), by: actor, values, reason: reason)
    guard let name else { return }
    guard let id else { throw phrase.mistake("this took effect at once: there is no request") }
    requests[name] = id
  }

  // MARK: - Answers

  private mutating func answer(_ verb: String, _ actor: PersonID, _ phrase: inout Phrase) throws {
    if verb == "resubmits" {
      let id = try request(&phrase)
      let values = try phrase.values()
      let order = Order.resubmit(id, values: values, attachments: [:], reason: phrase.reason())
      return try give(order, actor, on: currentProject(phrase), phrase)
    }
    let (id, answer) = try answer(verb, &phrase)
    try phrase.end()
    try company.answer(id, answer, by: actor)
  }

  private func answer(_ verb: String, _ phrase: inout Phrase) throws -> (RequestID, Answer) {
    switch verb {
    case "hands":
      let id = try request(&phrase)
      try phrase.expect("to")
      let person = try person(&phrase)
      return (id, .transfer(to: person, comment: phrase.reason()))
    case "adds":
      let person = try person(&phrase)
      let turn: RoutedStep.Turn =
        phrase.take("before", "them") ? .before : phrase.take("after", "them") ? .after : .with
      try phrase.expect("to")
      return (try request(&phrase), .addSigner(person, turn, comment: phrase.reason()))
    case "removes":
      let person = try person(&phrase)
      try phrase.expect("from")
      return (try request(&phrase), .removeSigner(person))
    case "consults":
      let person = try person(&phrase)
      try phrase.expect("on")
      return (try request(&phrase), .consult(person, phrase.reason()))
    case "copies":
      let id = try request(&phrase)
      try phrase.expect("to")
      let place = phrase.place
      return (id, .copy(to: try phrase.list("a person").map { try person($0, place) }))
    case "takes": try phrase.expect("back")
    case "asks", "reminds": try phrase.expect("about")
    case "answers": _ = phrase.take("about")
    default: break
    }
    let id = try request(&phrase)
    let binding = try company.request(id).request.binding
    switch verb {
    case "approves": return (id, .approve(binding, comment: phrase.reason()))
    case "rejects": return (id, .reject(binding, comment: phrase.reason()))
    case "returns":
      let step = phrase.take("to") ? StepName(try phrase.word("a step")) : nil
      let straight = phrase.take("and", "gets", "it", "straight", "back")
      return (
        id,
        .returnBack(
          binding, to: step, resume: straight ? .jumpBack : .forward, comment: phrase.reason())
      )
    case "withdraws": return (id, .withdraw(comment: phrase.reason()))
    case "takes": return (id, .takeBack)
    case "claims": return (id, .claim)
    case "releases": return (id, .release)
    case "asks": return (id, .ask(phrase.reason()))
    case "answers": return (id, .reply(phrase.reason()))
    case "reminds": return (id, .remind(comment: phrase.reason()))
    case "sees": return (id, .see)
    default: return (id, .override(binding, reason: phrase.reason()))
    }
  }

  // MARK: - The company

  private mutating func administer(_ verb: String, _ actor: PersonID, _ phrase: inout Phrase) throws
  {
    switch verb {
    case "publishes":
      let place = phrase.place
      let name = try phrase.word("a policy")
      try phrase.end()
      guard let sources = scenario.sources[name] else {
        throw ScenarioMistake(place: place, message: "`policies:` has no `\(name)`")
      }
      try company.publish(sources, as: actor)
    case "migrates":
      let id = try request(&phrase)
      let onlyIfStricter = phrase.take("if", "stricter")
      try give(
        .migrate(id, onlyIfStricter: onlyIfStricter), actor, on: currentProject(phrase), phrase)
    case "reviews":
      let id = try request(&phrase)
      try give(.review(id, comment: phrase.reason()), actor, on: currentProject(phrase), phrase)
    case "appoints", "relieves":
      let person = try person(&phrase)
      try phrase.expect(verb == "appoints" ? "as" : "of")
      let role = RoleName(try phrase.word("a role"))
      if phrase.take("on", "the", "project") {
        let order = Order.appointToProject(person: person, role: role)
        return try give(order, actor, on: currentProject(phrase), phrase)
      }
      try direct(
        verb == "appoints" ? .appoint(person, .init(role: role)) : .relieve(person, role), actor,
        phrase)
    case "says":
      let person = try person(&phrase)
      if phrase.take("has", "left") { return try direct(.leave(person), actor, phrase) }
      try phrase.expect("is")
      try phrase.expect("taken")
      try phrase.expect("over")
      try phrase.expect("by")
      let order = Order.handOver(person, to: try self.person(&phrase), withRoles: false)
      try direct(order, actor, phrase)
    default: try standIn(actor, &phrase)
    }
  }

  /// `zhao names qian stand-in until 2026-04-01 up to 500`
  private func standIn(_ actor: PersonID, _ phrase: inout Phrase) throws {
    let deputy = try person(&phrase)
    try phrase.expect("stand-in")
    let from = phrase.take("from") ? try day(&phrase) : nil
    try phrase.expect("until")
    let until = try day(&phrase)
    var cap: Decimal?
    if phrase.take("up", "to") {
      let place = phrase.place
      cap = Decimal(try phrase.word("an amount"))
      if cap == nil { throw ScenarioMistake(place: place, message: "expected an amount") }
    }
    try direct(
      .delegate(Delegation(principal: actor, deputy: deputy, from: from, until: until, cap: cap)),
      actor, phrase)
  }
}
