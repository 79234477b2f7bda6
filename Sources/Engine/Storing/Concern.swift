/// Why somebody may have to look at a project beside its open places to sign, as an index of stores finds it: a little too
/// much rather than too little, the engine's word decides.
public enum Concern: Sendable, Hashable {
  /// A draft, a nomination or a condition is this person's, or a role of the project, which may owe something.
  case person(PersonID)
  /// Conditions of approvals are not settled.
  case conditions
  /// 特批 waits to be confirmed or looked at again, by whomever a policy lets.
  case oversight

  /// `person:li`, `conditions`, `oversight`
  package var text: String {
    switch self {
    case .person(let person): "person:\(person)"
    case .conditions: "conditions"
    case .oversight: "oversight"
    }
  }
}

extension Project {
  /// All that its open matters are to anybody.
  package var concerns: Set<Concern> {
    var concerns = Set(drafts.filter { !$0.value.isEmpty }.keys.map(Concern.person))
    concerns.formUnion(nominations.values.map(Concern.person))
    if !isOver { concerns.formUnion(people.values.joined().map(Concern.person)) }
    for condition in conditions {
      concerns.formUnion([.conditions, .person(condition.by), .person(condition.terms.owner)])
    }
    if !reviews.isEmpty || requests.values.contains(where: { $0.override != nil }) {
      concerns.insert(.oversight)
    }
    return concerns
  }
}
