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
      case .window(let index): "\(names[slot.index]) = (\(meaning(of: windows[index])))"
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

  /// `request.amount of ask by submitter within 90 days`
  func meaning(of entry: (window: Window, weight: Expression)) -> String {
    let window = entry.window
    let bearer =
      switch window.bearer {
      case .submitter: "submitter"
      case .project: "project"
      case .field(let form, let field): "\(form).\(field)"
      }
    let actions = window.actions.map(\.text).sorted().joined(separator: ", ")
    return "\(meaning(of: entry.weight)) of \(actions) by \(bearer) within \(window.days) days"
  }

  private func meaning(of table: DecisionTable) -> String {
    let inputs = table.inputs.map { "\($0.name) = (\(meaning(of: $0.expression)))" }
    let rules = table.rules.map { "\($0.cells) → \($0.outputs)" }
    return
      "\(table.hitPolicy) \(inputs) \(rules) \(String(describing: table.defaultOutputs)) \(String(describing: table.frozenAt))"
  }
}
