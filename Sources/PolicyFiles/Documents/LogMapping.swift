import Engine

/// How a recorded history of another system is read as one of ours: what each activity was, and which attribute
/// fills which field.
package struct LogMapping: Sendable {
  /// What an activity did to its case.
  package enum Deed: Sendable, Hashable {
    /// Begins a round: the action was asked for.
    case submit(ActionName)
    /// A step said yes. `final`: with it the case was decided.
    case approve(StepName, final: Bool)
    case reject
    /// What was asked for took effect, whoever had agreed.
    case pay
    /// Says nothing about sign-off.
    case ignore
  }

  /// How the rows of a CSV file lie.
  package enum Rows: String, Sendable, CaseIterable {
    /// In any order; every case is kept in memory until the end.
    case mixed
    /// All of a case in one stretch; only one case is kept in memory.
    case together
  }

  /// A fact of a request: the field, and the attribute that it is taken from.
  package struct Fact: Sendable {
    package let field: Field
    package let attribute: String
  }

  package let name: Name<LogMapping>
  /// The attribute (in CSV the column) that names the case; nil: the standard one.
  package let caseKey: String?
  package let activityKey: String
  package let timeKey: String
  /// Events count only when these attributes have these values.
  package let only: [(attribute: String, value: String)]
  package let rows: Rows
  package let activities: [String: Deed]
  /// In the order of the form.
  package let facts: [ActionName: [Fact]]

  /// `concept:name` of events, by IEEE 1849.
  package static let standardActivityKey = "concept:name"
  /// `time:timestamp` of events, by IEEE 1849.
  package static let standardTimeKey = "time:timestamp"
}
