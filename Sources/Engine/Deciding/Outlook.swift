import CEL
import Diagnostics

/// What a project lets people do now, for those who look before they act. Decides and writes nothing.
public struct Outlook: Sendable {
  private let deciding: Deciding

  public init(
    _ project: Project, _ rulebook: Rulebook, _ facts: Facts, at envelope: Envelope
  ) {
    deciding = Deciding(ProjectDraft(project, envelope), facts, rulebook)
  }

  /// The day in the zone of the policy.
  public var today: CivilDate { deciding.today(deciding.rulebook) }

  /// Who there is to sign, as of today.
  public var population: Population { deciding.population(deciding.rulebook) }

  /// A hold that stands, and what it saw.
  public struct Standing: Sendable {
    public let hold: Hold
    public let state: Bilingual
  }

  /// The holds in force on what the present stage has to offer, in the order of the policy.
  ///
  /// One that cannot be evaluated is in force.
  public var holds: [Standing] {
    let stage = deciding.project.stage
    let offered = deciding.rulebook.workflow.actions.filter { $0.from.contains(stage) }.map(\.name)
    return deciding.rulebook.policy.holds.filter { $0.stops.contains(where: offered.contains) }
      .compactMap { hold in
        gatekeeping.state(of: hold, deciding.project).map { Standing(hold: hold, state: $0) }
      }
  }

  /// What the project owes under each of its duties, the oldest first, and when the next will be due.
  public struct Owing: Sendable {
    public let duty: Duty
    public let owed: [Owed]
    /// Whose it is.
    public let people: [PersonID]
  }

  /// The duties in the order of the workflow; those under which nothing is owed, too.
  public var duties: [Owing] {
    let ledger = deciding.ledger
    return deciding.rulebook.workflow.duties.map { duty in
      Owing(
        duty: duty, owed: ledger.owed(duty),
        people: deciding.holders(of: duty.by, deciding.rulebook))
    }
  }

  /// One thing that a gate asks for, and whether it is so.
  public struct Finding: Sendable {
    public enum Verdict: Sendable, Hashable {
      case met
      case unmet(Bilingual)
      /// It depends on what will be asked for.
      case open
    }

    public let criterion: Criterion
    public let verdict: Verdict
  }

  /// What the gate of an action finds; `content` nil: before anything is asked for.
  ///
  /// `others`: what others weigh in the rolling windows, of a request that was routed.
  public func gate(
    of action: Action, content: [FieldName: FieldValue]?, others: [OtherWeights] = [],
    own: RequestID? = nil
  ) -> [Finding] {
    var circumstances = circumstances
    circumstances.others = others
    let rules = deciding.rulebook.rules(of: action.name)
    let evaluation = Evaluation(
      rules.scope, deciding.project, content: content, circumstances)
    return rules.gate.map { criterion in
      if content == nil, case .holds(let expression) = criterion.test,
        rules.scope.readsRequest(expression)
      {
        return Finding(criterion: criterion, verdict: .open)
      }
      let reason = gatekeeping.reasonClosed(criterion, evaluation, own)
      return Finding(
        criterion: criterion,
        verdict: reason.map { .unmet(criterion.told($0)) } ?? .met)
    }
  }

  /// The route that a request with this content would take if it were filed now.
  ///
  /// Refused when a condition cannot be evaluated, or when nobody would be asked.
  public func route(of action: Action, content: [FieldName: FieldValue]) throws(Refusal) -> Route {
    try deciding.route(action, content, deciding.rulebook, submitter: deciding.actor)
  }

  /// An action of the present stage: who may submit it, and what stands against it whoever does.
  public struct Prospect: Sendable {
    public let action: Action
    public let submitters: [PersonID]
    /// Holds, requests of the kind that are open, and criteria that are not met; empty: it can be submitted.
    public let obstacles: [Bilingual]
  }

  public var prospects: [Prospect] {
    let (project, rulebook) = (deciding.project, deciding.rulebook)
    return rulebook.workflow.actions.filter { $0.from.contains(project.stage) }.map { action in
      var obstacles = holds.filter { $0.hold.stops.contains(action.name) }
        .map(\.hold.otherwise)
      if !action.allowsMany, let open = deciding.openRequest(of: action.name) {
        obstacles.append(Bilingual("`\(open.id)` is open", zh: "`\(open.id)` 尚未结束"))
      }
      do throws(Refusal) {
        try deciding.requireDutiesDone(action)
      } catch {
        obstacles.append(error.reason)
      }
      do throws(Refusal) {
        try deciding.requireNoVacancy(action, rulebook)
      } catch {
        obstacles.append(error.reason)
      }
      for finding in gate(of: action, content: nil) {
        if case .unmet(let reason) = finding.verdict { obstacles.append(reason) }
      }
      return Prospect(
        action: action, submitters: deciding.holders(of: action.by, rulebook),
        obstacles: obstacles)
    }
  }

  private var circumstances: Evaluation.Circumstances {
    deciding.circumstances(deciding.rulebook, submitter: deciding.actor)
  }

  private var gatekeeping: Gatekeeping {
    deciding.gatekeeping(deciding.rulebook, submitter: deciding.actor)
  }
}

extension Scope {
  /// Whether an expression depends on what is asked for, directly or through measures and tables.
  func readsRequest(_ expression: Expression) -> Bool {
    expression.program.slots.contains { slot in
      switch sources[slot.index] {
      case .request, .submitter, .window: true
      case .measure(let index): readsRequest(measures[index].expression)
      case .output(let table, _): tables[table].inputs.contains { readsRequest($0.expression) }
      case .form, .baseline, .original, .spent, .stage, .milestones, .now, .today, .overdue,
        .parentID, .parent, .children, .openChildren, .limit:
        false
      }
    }
  }
}
