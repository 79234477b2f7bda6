import Engine

extension CaseFinding {
  /// One case: what was demanded, what happened, and the verdicts in the words of the definition.
  ///
  /// `required` is null where nothing was submitted or the route cannot be told; facts are written as they were read.
  package var json: JSON {
    var members: [String: JSON] = [
      "case": .string(name),
      "verdicts": .array(verdicts.map { .string($0.rawValue) }),
      "action": action.map { .string($0.text) } ?? .null,
      "submitted": submitted.map { .string($0.description) } ?? .null,
      "facts": .object(
        Dictionary(uniqueKeysWithValues: content.map { ($0.key.text, .string($0.value.text)) })),
      "required": required.map { .array($0.map { .string($0.text) }) } ?? .null,
      "actual": .array(actual.map { .string($0.text) }),
      "paid": .bool(isPaid),
    ]
    for kind in [Verdict.missing, .extra, .outOfOrder] {
      let steps = deviations.filter { $0.verdict == kind }.flatMap(\.steps)
      if !steps.isEmpty { members[kind.rawValue] = .array(steps.map { .string($0.text) }) }
    }
    if case .unjudged(let reason) = outcome { members["reason"] = .string(reason.en) }
    return .object(members)
  }
}

extension BackTestTotals {
  /// The counts, by the words of the definition, and the ten commonest deviations.
  package var json: JSON {
    var counts: [String: JSON] = [
      "cases": .integer(Int64(cases)), "events": .integer(Int64(events)),
      "paid undecided": .integer(Int64(paidUndecided)),
    ]
    for verdict in Verdict.allCases { counts[verdict.rawValue] = .integer(Int64(self[verdict])) }
    return [
      "totals": .object(counts),
      "deviations": .array(
        commonest().map { deviation, cases in
          [
            "deviation": .string(deviation.verdict.rawValue),
            "steps": .array(deviation.steps.map { .string($0.text) }),
            "cases": .integer(Int64(cases)),
          ]
        }),
    ]
  }
}
