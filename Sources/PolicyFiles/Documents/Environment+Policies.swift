import CEL
import Diagnostics
import Engine

extension Environment {
  /// What expressions of workflows and policies are compiled under: CEL's policy profile, and days at the office.
  ///
  /// `workingDays(from, to)`: the working days after `from` up to and including `to`; 0 when `to` is not later.
  static func forPolicies(_ calendar: WorkingCalendar) -> Environment {
    var environment = Environment(profile: .policy)
    environment.declare(
      function: FunctionDeclaration("workingDays", [.date, .date], returns: .int) {
        arguments throws(EvaluationError) in
        guard case .date(let from) = arguments[0], case .date(let to) = arguments[1] else {
          throw EvaluationError(.noMatchingOverload, Bilingual("expected two dates", zh: "应为两个日期"))
        }
        guard let count = calendar.workingDays(after: from, through: to) else {
          throw EvaluationError(
            .outOfRange,
            Bilingual("the dates lie more than ten years apart", zh: "两个日期相隔超过十年"))
        }
        return .int(Int64(count))
      })
    return environment
  }
}
