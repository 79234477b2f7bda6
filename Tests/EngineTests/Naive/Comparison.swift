import Engine
import TestKit

/// One request from its filing to its end, put to the engine and to the naive evaluator alike, with many questions at each stop.
struct Comparison {
  /// What was put to both, with the engine's answer.
  enum Item {
    case begin([String: String], String?)
    case ask(person: String, NaiveCommand, String?)
    case done(person: String, NaiveCommand)
    case change(NaiveCompany)
    /// Another version of the policy is in force.
    case publish(NaiveChain)
    /// The status after a command.
    case status(String)
  }

  private let leaning: Leaning
  private let rulesChange: Bool
  let company: NaiveCompany
  let chain: NaiveChain
  let submitter: String
  private(set) var items: [Item] = []
  private(set) var decisions = 0
  /// What the two said differently; nil: nothing.
  private(set) var disagreement: String?
  private var random: SeededGenerator
  private var naive: NaiveEvaluator
  private(set) var engine: EngineSide

  /// `rulesChange` false: the policy stays as it is.
  init(
    seed: UInt64, rulesChange: Bool = true,
    look: ((EngineSide, NaiveEvaluator) throws -> Void)? = nil
  ) throws {
    random = SeededGenerator(seed: seed)
    self.rulesChange = rulesChange
    leaning = random.pick(Leaning.allCases)
    company = RandomCompany.make(leaning, &random)
    chain = RandomPolicy.make(leaning, &random)
    submitter = random.pick(company.names)
    naive = NaiveEvaluator(company, chain, action: "ask", submitter: submitter)
    engine = try EngineSide(try EngineSide.rulebook(chain), company, submitter: submitter)
    try walk(look)
  }

  private mutating func walk(_ look: ((EngineSide, NaiveEvaluator) throws -> Void)?) throws {
    for _ in 0..<14 where disagreement == nil {
      // The first, or another after one that has ended.
      if engine.latest?.status.isOpen != true, try !file() { return }
      try look?(engine, naive)
      let accepted = question()
      guard disagreement == nil else { return }
      // Where time matters it passes.
      if let accepted, !random.once(in: leaning == .time ? 2 : 4) {
        try carryOut(accepted)
      } else {
        var changed = naive.company
        RandomCompany.disturb(&changed, leaning, &random)
        naive.company = changed
        try engine.adopt(changed)
        items.append(.change(changed))
        if rulesChange, !naive.isOutdated, random.once(in: 4) { try publish() }
      }
    }
  }

  private mutating func publish() throws {
    let next = RandomPolicy.next(after: chain, leaning, &random)
    let rulebook = try EngineSide.rulebook(next)
    guard rulebook.digest != engine.rulebook.digest else { return }
    engine.current = rulebook
    naive.publish(next)
    items.append(.publish(next))
  }

  private mutating func file() throws -> Bool {
    for _ in 0..<5 {
      let content = content()
      let code = try engine.begin(content, by: submitter)
      items.append(.begin(content, Self.kind(code)))
      decisions += 1
      let answer = naive.file(content)
      guard answer == Self.kind(code) else {
        disagreement = "filing \(content): \(Self.kind(code) ?? "yes"), but \(answer ?? "yes")"
        return false
      }
      if code == nil { return true }
    }
    return false
  }

  private mutating func content() -> [String: String] {
    let amounts = leaning == .time ? RandomCompany.timedAmounts : RandomCompany.amounts
    var content = ["amount": "\(random.pick(amounts))"]
    if random.once(in: 2) { content["note"] = random.pick(["a", "b"]) }
    let present = naive.company.names.filter(naive.company.isHere)
    if !present.isEmpty, !random.once(in: 4) { content["person"] = random.pick(present) }
    return content
  }

  /// Everybody's yes, and a handful of other things; one that the engine would accept.
  private mutating func question() -> (person: String, command: NaiveCommand)? {
    var attempts = naive.company.names.map { ($0, NaiveCommand.approve(.current, says: true)) }
    for _ in 0..<8 { attempts.append((random.pick(naive.company.names), command())) }
    attempts.append((submitter, .tick))
    for person in naive.company.names {
      switch leaning {
      case .changes:
        attempts.append(
          (person, .returnBack(.current, to: nil, comesStraightBack: false, says: true)))
      case .people: attempts.append((person, .reject(.current, says: true)))
      case .added:
        let turn = random.pick([0, 2])
        attempts.append((person, .addSigner(random.pick(naive.company.names), turn: turn)))
      case .time: attempts.append((person, .ask(says: true)))
      case .money, .repeats: break
      }
    }
    if naive.isOutdated {
      for _ in 0..<4 {
        attempts.append(
          (random.pick(naive.company.names), .migrate(onlyIfStricter: random.once(in: 3))))
      }
    }
    if naive.request.status == .returned {
      for _ in 0..<4 { attempts.append((submitter, .resubmit(change()))) }
    }
    var accepted: [(person: String, command: NaiveCommand)] = []
    for (person, command) in attempts {
      decisions += 1
      let code = engine.verdict(command, by: person)
      items.append(.ask(person: person, command, Self.kind(code)))
      let answer = naive.verdict(command, by: person)
      if answer != Self.kind(code) {
        disagreement =
          "\(person) \(command): \(Self.kind(code) ?? "yes"), but \(answer ?? "yes")"
        return nil
      }
      if code == nil { accepted.append((person, command)) }
    }
    // As often one verb as another, whoever may give it.
    let verbs = Set(accepted.map(\.command.verb)).sorted()
    guard !verbs.isEmpty else { return nil }
    if let next = lean(among: accepted) { return next }
    if let next = accepted.first(where: { $0.command.verb == "migrate" }), random.once(in: 2) {
      return next
    }
    // Mostly something that changes more than who has heard of it.
    let telling = verbs.filter { !["copy", "remind", "see"].contains($0) }
    let verb = random.pick(telling.isEmpty || random.once(in: 8) ? verbs : telling)
    return random.pick(accepted.filter { $0.command.verb == verb })
  }

  /// What the world leans towards, two times of three; nil: anything.
  private mutating func lean(among accepted: [(person: String, command: NaiveCommand)])
    -> (person: String, command: NaiveCommand)?
  {
    let hasSigned = !naive.request.written.isEmpty
    let dice = random.number(0...5)
    let isVoting = naive.request.active().contains { naive.request.steps[$0].majority != nil }
    let fitting = accepted.filter { _, command in
      switch (leaning, command) {
      // Back to the submitter once somebody has signed, and filed anew with another amount.
      case (.changes, .resubmit): true
      case (.changes, .returnBack(_, to: nil, _, _)): hasSigned
      case (.changes, .approve): !hasSigned
      case (.time, .tick): true
      // Sometimes somebody has agreed before the clock acts, sometimes the clock stands still.
      case (.time, .approve): !hasSigned && dice < 2
      case (.time, .ask): dice == 2
      case (.added, .addSigner): addition == nil
      case (.added, .approve): addition != nil
      case (.people, .approve), (.money, .approve), (.repeats, .approve): true
      case (.people, .reject): isVoting
      default: false
      }
    }
    return fitting.isEmpty || random.once(in: 3) ? nil : random.pick(fitting)
  }

  private mutating func carryOut(_ attempt: (person: String, command: NaiveCommand)) throws {
    _ = try engine.carryOut(attempt.command, by: attempt.person)
    items.append(.done(person: attempt.person, attempt.command))
    _ = naive.attempt(attempt.command, by: attempt.person)
    let status = engine.latest?.status.rawValue ?? ""
    items.append(.status(status))
    if status != "\(naive.request.status)" {
      disagreement =
        "after \(attempt.person) \(attempt.command): \(status), but \(naive.request.status)"
    }
  }

  private mutating func command() -> NaiveCommand {
    let view: NaiveCommand.View =
      random.once(in: 6) ? random.pick(NaiveCommand.View.allCases) : .current
    let other = random.pick(naive.company.names)
    let says = !random.once(in: 6)
    switch random.number(0...19) {
    case 0, 1: return .approve(view, says: says)
    case 2: return .reject(view, says: says)
    case 3:
      let step = random.pick([nil] + chain.steps.map { Optional($0.name) } + ["nonsense"])
      return .returnBack(view, to: step, comesStraightBack: random.once(in: 2), says: says)
    case 4: return random.once(in: 3) ? .withdraw : .see
    case 5: return .takeBack
    case 6: return .claim
    case 7: return .release
    case 8: return .see
    case 9: return .transfer(other)
    case 10: return .addSigner(other, turn: random.number(0...2))
    case 11: return .removeSigner(addition ?? other)
    case 12: return .ask(says: says)
    case 13: return .consult(other, says: says)
    case 14: return .reply(says: says)
    case 15: return .remind
    case 16: return .copy(random.some(naive.company.names, 1...2))
    case 17: return .override(view, says: says)
    case 18: return .migrate(onlyIfStricter: false)
    default: return .resubmit(change())
    }
  }

  private var addition: String? {
    naive.request.steps.flatMap(\.places).compactMap { place -> String? in
      guard place.addedBy != nil, case .person(let person)? = place.asks.first else { return nil }
      return person
    }.first
  }

  private mutating func change() -> [String: String] {
    var change = content()
    if random.once(in: leaning == .changes ? 6 : 2) { change["amount"] = nil }
    if random.once(in: 2) { change["note"] = nil }
    if random.once(in: 2) { change["person"] = nil }
    return change
  }

  static func kind(_ code: Refusal.Code?) -> String? {
    code.map { NaiveRefusal($0)?.rawValue ?? "unexpected \($0.rawValue)" }
  }

  // MARK: - Replaying

  /// Puts the same questions to an evaluator with one rule wrong: after how many it disagrees; nil: never.
  func decisionsUntilNoticed(_ fault: Fault) -> Int? {
    var wrong = company
    wrong.fault = fault
    var evaluator = NaiveEvaluator(wrong, chain, action: "ask", submitter: submitter)
    var asked = 0
    for item in items {
      switch item {
      case .begin(let content, let expected):
        asked += 1
        if evaluator.file(content) != expected { return asked }
      case .ask(let person, let command, let expected):
        asked += 1
        if evaluator.verdict(command, by: person) != expected { return asked }
      case .done(let person, let command):
        if evaluator.attempt(command, by: person) != nil { return asked }
      case .publish(let chain): evaluator.publish(chain)
      case .status(let status):
        if "\(evaluator.request.status)" != status { return asked }
      case .change(var changed):
        changed.fault = fault
        evaluator.company = changed
      }
    }
    return nil
  }
}

extension NaiveEvaluator {
  mutating func publish(_ next: NaiveChain) { (inForce, isOutdated) = (next, true) }

  func verdict(_ command: NaiveCommand, by person: String) -> String? {
    var trial = self
    return trial.attempt(command, by: person)?.rawValue
  }

  /// Files the request; why not, or nil.
  mutating func file(_ content: [String: String]) -> String? {
    if !company.isHere(request.submitter), fault != .leaverSigns { return "gone" }
    var trial = self
    (trial.chain, trial.isOutdated) = (inForce, false)
    trial.request = NaiveRequest(submitter: request.submitter, content: [:])
    trial.request.filedOn = company.today
    guard trial.begin(content) else { return NaiveRefusal.emptyRoute.rawValue }
    if let refusal = trial.conclude() { return refusal.rawValue }
    self = trial
    return nil
  }
}
