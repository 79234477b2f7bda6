import CEL
import Engine

/// The cases written beside a policy: who there is, how a project stands, what is asked, and what must come of it.
package struct PolicyCases: Sendable {
  package let people: [Person]
  package let cases: [PolicyCase]
}

/// One case: facts in, verdict out.
package struct PolicyCase: Sendable {
  package let name: String
  package let place: Place
  /// The day it plays on, in the zone of the policy.
  package let today: CivilDate
  package let situation: Situation
  /// nil: nothing is asked; the case is about the project as it stands.
  package let submission: Submission?
  package let expectation: Expectation

  /// A project as the case supposes it to be.
  package struct Situation: Sendable {
    /// nil: the workflow's first stage.
    package var stage: StageName?
    package var roles: [RoleName: [PersonID]] = [:]
    package var forms: [FormName: [FieldName: FieldValue]] = [:]
    package var baseline: [FieldName: FieldValue] = [:]
    package var original: [FieldName: FieldValue] = [:]
    package var spent: Decimal?
    /// What was taken over from the project above; nil: nothing is said, so there is none.
    package var parent: [FieldName: FieldValue]?
    /// By workflow: how many projects under this one are open, and how many are over.
    package var children: [WorkflowName: (open: Int, over: Int)] = [:]
    package var milestones: [PlannedMilestone] = []
    package var reached: [MilestoneName] = []
    /// Actions of which a request waits for signatures.
    package var open: [ActionName] = []
    /// The day on which the project was opened and came into its stage; nil: today.
    package var since: CivilDate?
    /// What was done about duties: of one that recurs the last period that is fulfilled, else the day on which it arose.
    package var duties: [DutyName: CivilDate] = [:]
    /// What others weigh in rolling windows.
    package var windows: [WindowName: Decimal] = [:]
  }

  /// An action with what was typed into its form.
  package struct Submission: Sendable {
    package let by: PersonID
    package let action: ActionName
    package let values: [FieldName: String]
    /// Fields of kind file that hold something.
    package let attached: [FieldName]
    package let reason: String
  }

  /// What must come of it; what is nil is not looked at.
  package struct Expectation: Sendable {
    /// The steps in order; empty: it takes effect at once.
    package var route: [StepName]?
    /// By step: everybody who may sign it when the request is filed.
    package var people: [StepName: [PersonID]] = [:]
    package var refused: Refusal.Code?
    /// Words of the reason or of one of its details, in either language.
    package var because: String?
    /// By name of a measure, or `TABLE.OUTPUT`.
    package var values: [String: Value] = [:]
    /// The holds that are in force, and no others.
    package var holds: [HoldName]?
  }
}
