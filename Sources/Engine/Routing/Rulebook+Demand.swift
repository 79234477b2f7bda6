import CEL
import Diagnostics

extension Rulebook {
  /// The route that a request with this content would have had at a time in the past.
  ///
  /// For histories that were recorded elsewhere: nothing but the request is known, so a rule that reads the project,
  /// its people or another form cannot be evaluated and refuses. Empty when the action needs nobody's signature.
  package func route(
    of action: Action, content: [FieldName: FieldValue], at time: Timestamp,
    timeZones: TimeZoneRules
  ) throws(Refusal) -> Route {
    let rules = rules(of: action.name)
    let local =
      timeZones.civilTime(time, zone: policy.calendar.zone) ?? CivilTime(time, offset: 0)
    guard let today = CivilDate(year: local.year, month: local.month, day: local.day) else {
      throw Refusal(
        .invalidValue, Bilingual("the time is outside of the calendar", zh: "时间超出日历范围"))
    }
    let evaluation = Evaluation(
      rules.scope, nil, content: content,
      .init(directory: Directory(), submitter: nil, now: time, today: today))
    return try rules.route(
      Routing(
        evaluation: evaluation, content: content, workflow: workflow, submitter: nil,
        population: nil), action: action)
  }
}
