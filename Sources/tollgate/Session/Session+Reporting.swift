import CEL
import Diagnostics
import Engine
import Reporting

extension Session {
  /// What things are called; of several policies of a workflow the first one's word counts.
  func naming() throws -> Naming {
    var workflows: [WorkflowName: Workflow] = [:]
    for (_, published) in workspace.policies.sorted(by: { $0.key < $1.key })
    where workflows[published.workflow] == nil {
      workflows[published.workflow] = try service.rulebook(published.rulebook).workflow
    }
    return Naming(
      language: Speech.language, workspace: workspace.name, people: workspace.directory,
      workflows: workflows)
  }

  /// The company's day.
  func companyDay() throws -> CivilDate { today(try companyRulebook()) }

  /// When a day begins in the zone of the company's calendar.
  func start(of day: CivilDate) throws -> Timestamp {
    guard let zone = try companyRulebook()?.policy.calendar.zone else { return Timestamp(day) }
    // The offset of the day's noon is right but where clocks are changed at midnight.
    let noon = Timestamp(seconds: Timestamp(day).seconds + 43_200) ?? Timestamp(day)
    guard let local = Clock.zones.civilTime(noon, zone: zone),
      let date = CivilDate(year: local.year, month: local.month, day: local.day)
    else { return Timestamp(day) }
    let seconds = Int64(date.days(since: day) * 86_400 + local.hour * 3_600 + local.minute * 60)
    return Timestamp(seconds: Timestamp(day).seconds - (seconds - 43_200)) ?? Timestamp(day)
  }

  /// Open requests with whoever may sign them now, as their inboxes have them.
  func waiting() throws -> [WorkloadReport.Waiting] {
    try store.allOpenFilings().map { filing in
      let view = try view(filing.request)
      let active = view.request.activeSteps.map { view.request.progress[$0] }
      return WorkloadReport.Waiting(
        people: view.next, since: active.compactMap(\.askedOn).min(),
        due: active.compactMap(\.due).min())
    }
  }
}
