import Diagnostics

public typealias ActionName = Name<Action>

/// A verb of the workflow: a transition, a record, or both.
public struct Action: Sendable {
  public let name: ActionName
  public let title: Bilingual
  public let from: [StageName]
  /// Roles that may submit it.
  public let by: [RoleName]
  /// The fields that travel with it; on completion they become the project's record of that form.
  public let form: FormName?
  public let gate: [Criterion]
  /// The chain of the policy that decides it; nil: takes effect at once.
  public let signOff: Name<Chain>?
  /// Whether several requests of it may be open on one project.
  public let allowsMany: Bool
  public let effects: [Effect]

  public init(
    name: ActionName, title: Bilingual, from: [StageName], by: [RoleName], form: FormName?,
    gate: [Criterion], signOff: Name<Chain>?, allowsMany: Bool = false, effects: [Effect]
  ) {
    self.name = name
    self.title = title
    self.from = from
    self.by = by
    self.form = form
    self.gate = gate
    self.signOff = signOff
    self.allowsMany = allowsMany
    self.effects = effects
  }
}

/// One thing that must be so before an action may be submitted, and again before it takes effect.
///
/// This gate opens if …
public struct Criterion: Sendable {
  public enum Test: Sendable {
    /// … the form is complete and valid.
    case formComplete(FormName)
    /// … the expression is true. An error is not true.
    case holds(Expression)
    /// … the milestone has been reached.
    case milestoneReached(MilestoneName)
    /// … no request of these actions is open on the project; empty: of any other.
    case nothingOpen([ActionName])
    /// … every project of the workflow that was opened under this one has come to its end.
    case childrenOver(WorkflowName)
  }

  public let test: Test
  /// What to tell the user when it is closed; nil: a sentence made from the test.
  public let otherwise: Bilingual?
  public let place: Place

  public init(test: Test, otherwise: Bilingual?, place: Place) {
    self.test = test
    self.otherwise = otherwise
    self.place = place
  }
}

/// Where a request names people.
public enum PersonSource: Sendable, Hashable {
  case field(FieldName)
  /// The people in a column of a list.
  case column(FieldName, of: FieldName)

  /// The field of the form.
  public var field: FieldName {
    switch self {
    case .field(let field), .column(_, let field): field
    }
  }
}

/// What an action does once nothing stands against it. Every value comes from the request's own form.
public enum Effect: Sendable, Hashable {
  case move(StageName)
  /// The people whom the request names there take over the role on the project.
  case appoint(RoleName, [PersonSource])
  /// The plan that reality is measured against. The first one is also kept as the original, for ever.
  case baseline(FieldName, from: FieldName)
  /// Money that was spent; adds to the project's total.
  case spend(FieldName)
  /// The control points of the project, as a whole; those reached stay reached.
  case plan(FieldName)
  /// The control point named in the field is reached.
  case reach(FieldName)
}
