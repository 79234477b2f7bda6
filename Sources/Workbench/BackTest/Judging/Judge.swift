import CEL
import Diagnostics
import Engine
import PolicyFiles

/// Compares recorded cases with what a policy demands.
///
/// The definition is that of the process-mining data this was made for: only the last round counts, which begins at the
/// last submission; a no after the last yes rejects; without a final yes the case is undecided.
struct Judge {
  private let rulebook: Rulebook
  private let timeZones: TimeZoneRules
  /// The fields that an action's facts fill, with their positions among the facts that are read.
  private let facts: [ActionName: [(field: Field, position: Int)]]

  init(_ rulebook: Rulebook, _ reading: EventReading, _ timeZones: TimeZoneRules) {
    self.rulebook = rulebook
    self.timeZones = timeZones
    facts = reading.mapping.facts.mapValues { facts in
      facts.compactMap { fact in
        reading.factKeys.firstIndex(of: fact.attribute).map { (fact.field, $0) }
      }
    }
  }

  func finding(_ recorded: RecordedCase) -> CaseFinding {
    let events = Self.inOrderOfTime(recorded.events)
    let isPaid = events.contains { $0.deed == .pay }
    guard let round = Round(events) else {
      return CaseFinding(
        name: recorded.name, action: nil, submitted: nil, content: [:], required: nil, actual: [],
        isPaid: isPaid, events: events.count, outcome: .draft)
    }
    var content: [FieldName: FieldValue] = [:]
    var required: Result<[StepName], Unknown>
    do {
      content = try self.content(of: round, in: recorded, events)
      required = .success(try steps(of: round, content))
    } catch {
      required = .failure(error)
    }
    return CaseFinding(
      name: recorded.name, action: round.action, submitted: round.submitted, content: content,
      required: try? required.get(), actual: round.approvals, isPaid: isPaid,
      events: events.count, outcome: outcome(of: round, required))
  }

  private func outcome(of round: Round, _ required: Result<[StepName], Unknown>)
    -> CaseFinding.Outcome
  {
    if round.isRejected { return .rejected }
    guard round.isFinal else { return .undecided }
    switch required {
    case .success(let steps):
      return .decided(Deviation.between(required: steps, actual: round.approvals))
    case .failure(let unknown): return .unjudged(unknown.reason)
    }
  }

  /// The log's own order decides between events of one instant.
  private static func inOrderOfTime(_ events: [RecordedCase.Event]) -> [RecordedCase.Event] {
    if zip(events, events.dropFirst()).allSatisfy({ $0.time <= $1.time }) { return events }
    return events.enumerated().sorted { left, right in
      left.element.time != right.element.time
        ? left.element.time < right.element.time : left.offset < right.offset
    }.map(\.element)
  }

  /// Why it cannot be told what the policy demands.
  private struct Unknown: Error {
    let reason: Bilingual
  }

  /// The request as it stood when the round began: each fact as it was last recorded before, else as the case has it.
  private func content(
    of round: Round, in recorded: RecordedCase, _ events: [RecordedCase.Event]
  ) throws(Unknown) -> [FieldName: FieldValue] {
    var content: [FieldName: FieldValue] = [:]
    for (field, position) in facts[round.action] ?? [] {
      let known = events[...round.start].last { $0.facts[position] != nil }
      guard let text = known?.facts[position] ?? recorded.facts[position] else { continue }
      switch field.parse(text, in: rulebook.workflow) {
      case .success(let value): content[field.name] = value
      case .failure(let invalid):
        throw Unknown(
          reason: Bilingual(
            "`\(field.name)`: \(invalid.reason.en)", zh: "`\(field.name)`：\(invalid.reason.zh)"))
      }
    }
    let form = rulebook.workflow[action: round.action]?.form
    for field in form.flatMap({ rulebook.workflow[form: $0] })?.fields ?? []
    where content[field.name] == nil {
      if case .value(let value)? = field.defaultValue {
        content[field.name] = value
      } else if field.isRequired {
        throw Unknown(
          reason: Bilingual(
            "`\(field.name)` is not recorded", zh: "没有记录 `\(field.name)`"))
      }
    }
    return content
  }

  private func steps(of round: Round, _ content: [FieldName: FieldValue]) throws(Unknown)
    -> [StepName]
  {
    guard let action = rulebook.workflow[action: round.action] else { return [] }
    do {
      let route = try rulebook.route(
        of: action, content: content, at: round.submitted, timeZones: timeZones)
      return route.steps.map(\.name)
    } catch {
      throw Unknown(reason: error.reason)
    }
  }
}

/// The last round of a case: what was done from its last submission on.
private struct Round {
  let action: ActionName
  let submitted: Timestamp
  /// The position of its submission among the events.
  let start: Int
  private(set) var approvals: [StepName] = []
  /// Whether a final yes was said.
  private(set) var isFinal = false
  /// Whether a no was said after the last yes.
  private(set) var isRejected = false

  /// nil: nothing was submitted.
  init?(_ events: [RecordedCase.Event]) {
    for start in events.indices.reversed() {
      guard case .submit(let action) = events[start].deed else { continue }
      self.action = action
      self.start = start
      submitted = events[start].time
      for event in events[start...] { take(event.deed) }
      return
    }
    return nil
  }

  private mutating func take(_ deed: LogMapping.Deed) {
    switch deed {
    case .approve(let step, let final):
      approvals.append(step)
      isFinal = isFinal || final
      isRejected = false
    case .reject: isRejected = true
    case .submit, .pay, .ignore: break
    }
  }
}
