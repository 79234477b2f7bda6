import CEL
import Engine
import TestKit

/// What a scenario says of how things stand.
extension ScenarioPlayer {
  /// `R-1 waits for zhao and qian`, `R-1 waits for nobody`, `R-1 is approved`, `R-1 is at director, general`,
  /// `R-1 was signed by chen`, `R-1 goes through officer, director`, `project spent is 100`.
  func expect(_ sentence: Sentence) throws {
    var phrase = Phrase(sentence)
    let id = try request(&phrase)
    let request = try company.request(id).request
    let place = phrase.place
    let actual: [String]
    let expected: [String]
    switch try phrase.word("what is expected") {
    case "waits":
      try phrase.expect("for")
      expected = phrase.take("nobody") ? [] : try people(&phrase)
      actual = try signers(id).map(\.text)
    case "is":
      if phrase.take("at") {
        expected = try phrase.list("a step")
        actual = request.activeSteps.map { request.route.steps[$0].name.text }
      } else {
        let status = try phrase.word("a status")
        guard Request.Status(rawValue: status) != nil else {
          throw ScenarioMistake(place: place, message: "no request is ever `\(status)`")
        }
        (expected, actual) = ([status], [request.status.rawValue])
      }
    case "was":
      try phrase.expect("signed")
      try phrase.expect("by")
      expected = phrase.take("nobody") ? [] : try people(&phrase)
      actual = request.signatures.map(\.signature.person.text).sorted()
    case "goes":
      try phrase.expect("through")
      expected = try phrase.list("a step")
      actual = request.route.steps.map(\.name.text)
    case let word:
      throw ScenarioMistake(
        place: place,
        message:
          "`\(word)` is not understood; say `waits for`, `is`, `is at`, `was signed by` or `goes through`"
      )
    }
    try phrase.end()
    guard expected == actual else {
      let found = actual.isEmpty ? "nobody" : actual.joined(separator: ", ")
      throw ScenarioMistake(place: place, message: "expected \(list(expected)), found \(found)")
    }
  }

  private func list(_ items: [String]) -> String {
    items.isEmpty ? "nobody" : items.joined(separator: ", ")
  }

  private func people(_ phrase: inout Phrase) throws -> [String] {
    let place = phrase.place
    return try phrase.list("a person").map { try person($0, place).text }.sorted()
  }

  /// Whose yes would be accepted now, by everybody's own try.
  private func signers(_ id: RequestID) throws -> [PersonID] {
    let (request, stream) = try company.request(id)
    let people = company.service.store.workspace()?.directory.people.keys.sorted() ?? []
    return people.filter { person in
      let command = Command(
        envelope: Envelope(
          command: CommandID("try-\(person)"),
          actor: Actor(person: person, authentication: .account("test-\(person)")),
          at: company.now),
        order: .answer(id, .approve(request.binding, comment: "try")))
      return (try? company.service.execute(command, on: stream, dryRun: true)) != nil
    }.sorted { $0.text < $1.text }
  }
}
