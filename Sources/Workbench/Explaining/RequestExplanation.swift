import CEL
import Diagnostics
import Engine

/// Everything that the rules say about one request, and why.
///
/// Made from a project as it stood, the rulebook and the directory; so anybody who has the log can make it again.
package struct RequestExplanation {
  /// A step of the chain: whether it is in the route, by which rule, and who may sign it.
  package struct StepReason: Sendable {
    package let step: StepName
    package let title: Bilingual
    package let place: Place
    package let isInRoute: Bool
    /// nil: the step is unconditional.
    package let judgement: Judgement?
    /// The limits that the condition reads, with the places where they are set.
    package let limits: [Limit]
    /// By place to sign, as of the day asked about; empty when the step is not in the route.
    package let electorates: [Electorate]
  }

  package let action: Action
  package let content: [FieldName: FieldValue]
  package let rulebook: Digest
  package let readings: Readings
  package let gate: [(criterion: Criterion, reason: Bilingual?)]
  package let steps: [StepReason]
  /// Why the request would be refused; nil: it is admitted.
  package let refusal: Refusal?
  package let flips: [Alternative]
  package let pathToYes: Alternative?
  /// Whether no flip lies nearer than those named.
  package let flipsAreComplete: Bool

  /// `request` is the filed request, or the one that a dry run would file; nil: it was refused or takes effect at once.
  package init(
    _ inquiry: Inquiry, _ action: Action, _ content: [FieldName: FieldValue],
    submitter: PersonID, request: Request?, population: Population
  ) {
    let examination = inquiry.examine(action, content, submitter: submitter)
    self.action = action
    self.content = content
    rulebook = inquiry.rulebook.digest
    readings = examination.readings
    gate = examination.gate()
    var refusal: Refusal?
    var route: Route?
    do throws(Refusal) {
      try inquiry.requireAdmissible(action, content, submitter: submitter)
      route = try examination.route()
    } catch {
      refusal = error
    }
    self.refusal = refusal
    let scope = examination.rules.scope
    steps = (examination.rules.chain?.steps ?? []).map { step in
      var electorates: [Electorate] = []
      let index = request?.route.steps.firstIndex { $0.name == step.name }
      if let request, let index {
        electorates = request.route.steps[index].slots.indices.map {
          population.electorate(of: request, step: index, slot: $0)
        }
      }
      return StepReason(
        step: step.name, title: step.title, place: step.condition?.place ?? step.place,
        isInRoute: index != nil || route?.steps.contains { $0.name == step.name } == true,
        judgement: step.condition.map { Judgement($0, in: examination) },
        limits: step.condition.map { scope.limits(readBy: $0) } ?? [], electorates: electorates)
    }
    let search = FlipSearch(inquiry, examination, submitter: submitter)
    flips = search.flips
    pathToYes = search.pathToYes
    flipsAreComplete = search.isComplete
  }
}

extension Scope {
  /// The limits that an expression reads, directly or through measures.
  fileprivate func limits(readBy expression: Expression) -> [Limit] {
    expression.program.slots.flatMap { slot -> [Limit] in
      switch sources[slot.index] {
      case .limit(let index): [limits[index]]
      case .measure(let index): limits(readBy: measures[index].expression)
      default: []
      }
    }
  }
}
