import CEL
import Diagnostics
import Engine
import Workbench

extension Session {
  /// The day in the zone of the company's first policy, or in UTC.
  func companyToday() throws -> CivilDate { today(try companyRulebook()) }

  /// Who a person is to be taken from what was typed.
  func person(_ id: String) throws -> Person {
    guard let person = workspace.directory[PersonID(id)] else {
      throw Refusal.unknownPerson(PersonID(id), workspace.directory)
    }
    return person
  }

  /// The directory as it was known at the end of a day; nil: the workspace was founded later. A day to come knows what is known now.
  func directory(asOf day: CivilDate) throws -> Directory? {
    guard try day < companyToday() else { return workspace.directory }
    let rulebook = try companyRulebook()
    var past: Workspace?
    for record in try history(of: .workspace)
    where self.day(of: record.envelope.at, rulebook) <= day {
      past = Workspace.evolve(past, record.event, record.envelope)
    }
    return past?.directory
  }

  /// Refuses an action that no workflow in force knows: a stand-in for it would stand in for nothing.
  func requireActions(_ actions: [ActionName]) throws {
    guard !workspace.policies.isEmpty else { return }
    let known = Set(
      try workspace.policies.values.flatMap {
        try service.rulebook($0.rulebook).workflow.actions.map(\.name)
      })
    for action in actions where !known.contains(action) {
      throw Refusal(
        .unknownAction,
        Bilingual("no workflow has an action `\(action)`", zh: "没有名为 `\(action)` 的动作"),
        help: didYouMean(action.text, among: known.map(\.text).sorted()))
    }
  }

  /// Policies in force by name, all of them or the one that is named.
  func policiesInForce(_ name: String? = nil) throws -> [(name: PolicyName, rulebook: Rulebook)] {
    if let name, workspace.policies[PolicyName(name)] == nil {
      throw Refusal.unknownPolicy(PolicyName(name))
    }
    return try workspace.policies.sorted { $0.key < $1.key }
      .filter { name == nil || $0.key.text == name }
      .map { ($0.key, try service.rulebook($0.value.rulebook)) }
  }

  private func day(of time: Timestamp, _ rulebook: Rulebook?) -> CivilDate {
    let zone = rulebook?.policy.calendar.zone ?? "UTC"
    let local = Clock.zones.civilTime(time, zone: zone) ?? CivilTime(time, offset: 0)
    return CivilDate(year: local.year, month: local.month, day: local.day)
      ?? CivilDate(daysSinceEpoch: 0)!
  }
}
