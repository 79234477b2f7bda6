import CEL
import Engine
import Workbench

/// Holes of one policy.
struct PolicyGaps {
  let policy: PolicyName
  let gaps: [Gap]
  /// The first day that was not looked at.
  let until: CivilDate
}

extension Session {
  /// What the people will not be there to sign, policy by policy, from a day to the day before another.
  func gaps(
    in directory: Directory, from: CivilDate, until: CivilDate, policy: String? = nil
  ) throws -> [PolicyGaps] {
    let staffing = Staffing(directory, from: from, until: until)
    return try policiesInForce(policy).map { name, rulebook in
      PolicyGaps(policy: name, gaps: staffing.gaps(rulebook.posts), until: until)
    }
  }

  /// The holes that events about people would make, or have made, within the days that are looked ahead.
  func newGaps(after events: [Event]) throws -> [PolicyGaps] {
    let concernPeople = events.contains { event in
      if case .workspace = event { true } else { false }
    }
    guard concernPeople else { return [] }
    var after: Workspace? = workspace
    for event in events { after = Workspace.evolve(after, event, envelope) }
    let today = try companyToday()
    guard let directory = after?.directory, directory != workspace.directory,
      let until = today.adding(days: Staffing.horizon)
    else { return [] }
    let before = try gaps(in: workspace.directory, from: today, until: until)
    return zip(before, try gaps(in: directory, from: today, until: until)).compactMap { old, new in
      let gaps = new.gaps.new(since: old.gaps)
      return gaps.isEmpty ? nil : PolicyGaps(policy: new.policy, gaps: gaps, until: until)
    }
  }
}
