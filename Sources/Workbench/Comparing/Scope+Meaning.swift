import CEL
import Engine

extension Scope {
  /// What an expression means as far as texts tell: its own, and those of everything of the policy that it reads.
  ///
  /// Two of the same meaning are true of the same cases. Two of different meanings may be too.
  func meaning(of expression: Expression) -> String {
    let words = expression.text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let read = expression.program.slots.compactMap { slot -> String? in
      switch sources[slot.index] {
      case .limit(let index): "\(names[slot.index]) = \(limits[index].amount.value.text)"
      case .measure(let index):
        "\(names[slot.index]) = (\(meaning(of: measures[index].expression)))"
      case .output(let index, _): "\(names[slot.index]) of (\(meaning(of: tables[index])))"
      case .form, .request, .baseline, .original, .spent, .stage, .milestones, .submitter, .now,
        .today, .overdue, .parentID, .parent, .children, .openChildren:
        nil
      }
    }
    return ([words] + read.sorted()).joined(separator: "; ")
  }

  private func meaning(of table: DecisionTable) -> String {
    let inputs = table.inputs.map { "\($0.name) = (\(meaning(of: $0.expression)))" }
    let rules = table.rules.map { "\($0.cells) → \($0.outputs)" }
    return
      "\(table.hitPolicy) \(inputs) \(rules) \(String(describing: table.defaultOutputs)) \(String(describing: table.frozenAt))"
  }
}
