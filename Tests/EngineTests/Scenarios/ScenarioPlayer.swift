import CEL
import Diagnostics
import Engine
import TestKit

/// Plays a scenario on a company of its own, through the door that every client uses.
struct ScenarioPlayer {
  let company: Company<MemoryStore>
  let administrator: PersonID
  let scenario: Scenario
  var project: ProjectID?
  var projects: [String: ProjectID] = [:]
  var requests: [String: RequestID] = [:]

  static func play(_ scenario: Scenario) throws {
    var player = try ScenarioPlayer(scenario)
    for line in scenario.lines { try player.play(line) }
  }

  private init(_ scenario: Scenario) throws {
    self.scenario = scenario
    company = try Company(MemoryStore(sha256: sha256), now: scenario.start.description)
    administrator =
      scenario.people.first { $0.holdings.contains { $0.role == Role.administrator } }?.id
      ?? "admin"
    try company.found(scenario.people, administrator: administrator)
    if let sources = scenario.sources[""] { try company.publish(sources, as: administrator) }
  }

  private mutating func play(_ line: Scenario.Line) throws {
    if let outcome = line.outcome, line.sentence.words.count == 1 {
      switch line.sentence.words[0].text {
      case "expect": return try expect(outcome)
      case "wait": return try wait(outcome)
      default: break
      }
    }
    let (before, requests) = (company.service.store.log.count, self.requests)
    do {
      try act(line.sentence)
    } catch let refusal as Refusal {
      try compare(refusal, line)
      guard company.service.store.log.count == before else {
        throw ScenarioMistake(place: line.sentence.place, message: "the refusal left a trace")
      }
      self.requests = requests
      return
    }
    if let outcome = line.outcome {
      throw ScenarioMistake(place: outcome.place, message: "this was not refused")
    }
  }

  /// `refused self-approval`
  private func compare(_ refusal: Refusal, _ line: Scenario.Line) throws {
    let told = "refused \(refusal.code.rawValue): \(refusal.reason.en)"
    guard let outcome = line.outcome else {
      throw ScenarioMistake(place: line.sentence.place, message: told)
    }
    var phrase = Phrase(outcome)
    try phrase.expect("refused")
    let place = phrase.place
    let code = try phrase.word("why, such as `self-approval`")
    try phrase.end()
    guard Refusal.Code(rawValue: code) != nil else {
      let known = Refusal.Code.allCases.map(\.rawValue).joined(separator: ", ")
      throw ScenarioMistake(
        place: place, message: "no refusal is called `\(code)`; there are \(known)")
    }
    guard code == refusal.code.rawValue else { throw ScenarioMistake(place: place, message: told) }
  }

  // MARK: - Time

  private func wait(_ sentence: Sentence) throws {
    var phrase = Phrase(sentence)
    let place = phrase.place
    guard let count = Int(try phrase.word("a number")), count > 0 else {
      throw ScenarioMistake(place: place, message: "expected a number of days or hours")
    }
    let unit = try phrase.word("`days` or `hours`")
    try phrase.end()
    switch unit {
    case "day", "days": try company.wait(days: count)
    case "hour", "hours": try company.wait(hours: count)
    default: throw ScenarioMistake(place: place, message: "expected `\(count) days` or `hours`")
    }
  }

  func tick() throws {
    guard let project else { return }
    let envelope = Envelope(
      command: CommandID("tick-\(company.now)-\(company.service.store.log.count)"),
      actor: .timer(account: "clock"), at: company.now)
    _ = try company.service.execute(
      Command(envelope: envelope, order: .tick), on: .project(project))
  }

  // MARK: - Names

  func request(_ phrase: inout Phrase) throws -> RequestID {
    let place = phrase.place
    let name = try phrase.word("a request")
    guard let id = requests[name] else {
      throw ScenarioMistake(place: place, message: "no request is called `\(name)` yet")
    }
    return id
  }

  func person(_ phrase: inout Phrase) throws -> PersonID {
    let place = phrase.place
    return try person(try phrase.word("a person"), place)
  }

  func person(_ name: String, _ place: String) throws -> PersonID {
    guard company.service.store.workspace()?.directory[PersonID(name)] != nil else {
      throw ScenarioMistake(place: place, message: "nobody is called `\(name)`")
    }
    return PersonID(name)
  }

  func day(_ phrase: inout Phrase) throws -> CivilDate {
    let place = phrase.place
    let text = try phrase.word("a day")
    guard let day = CivilDate(text) else {
      throw ScenarioMistake(place: place, message: "`\(text)` is no day; write it like 2026-03-31")
    }
    return day
  }

  func currentProject(_ phrase: Phrase) throws -> ProjectID {
    guard let project else { throw phrase.mistake("nobody has opened a project yet") }
    return project
  }
}
