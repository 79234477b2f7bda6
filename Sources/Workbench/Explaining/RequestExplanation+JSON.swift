import CEL
import Diagnostics
import Engine

extension RequestExplanation {
  /// The same tree for machines.
  package var json: JSON {
    [
      "action": .string(action.name.text),
      "rulebook": .string(rulebook.description),
      "quantities": .array(
        readings.measures.map { measure, value in
          [
            "name": .string(measure.name.text), "value": value.json,
            "expression": .string(measure.expression.text),
            "place": .string(measure.expression.place.description),
          ]
        }),
      "tables": .array(
        readings.tables.map { table, outcome in
          switch outcome {
          case .failure(let error):
            ["table": .string(table.name.text), "error": error.message.json]
          case .success(let outcome):
            [
              "table": .string(table.name.text),
              "outputs": .object(
                Dictionary(
                  zip(table.outputs, outcome.outputs).map { ($0.name, .string($1.text)) }
                ) { first, _ in first }),
              "rules": .array(
                outcome.rules.map { .string(table.rules[$0].place.description) }),
            ]
          }
        }),
      "gate": .array(
        gate.map { criterion, reason in
          [
            "place": .string(criterion.place.description), "met": .bool(reason == nil),
            "reason": reason?.json ?? .null,
          ]
        }),
      "steps": .array(steps.map(\.json)),
      "refusal": refusal.map {
        ["code": .string($0.code.rawValue), "reason": $0.reason.json]
      } ?? .null,
      "nearest_flips": .array(flips.map(\.json)),
      "flips_proved": .bool(flipsAreComplete),
      "path_to_yes": pathToYes?.json ?? .null,
    ]
  }
}

extension RequestExplanation.StepReason {
  fileprivate var json: JSON {
    [
      "step": .string(step.text), "in_route": .bool(isInRoute),
      "place": .string(place.description), "condition": judgement?.json ?? .null,
      "limits": .array(
        limits.map {
          [
            "name": .string($0.name.text), "value": .string($0.amount.text),
            "place": .string($0.place.description),
          ]
        }),
      "people": .array(
        electorates.map { electorate in
          [
            "eligible": .array(
              electorate.electors.map {
                ["person": .string($0.person.text), "because": $0.basis.reason.json]
              }),
            "ineligible": .array(
              electorate.barred.map {
                ["person": .string($0.person.text), "because": $0.bar.reason.json]
              }),
          ]
        }),
    ]
  }
}

extension Judgement {
  package var json: JSON {
    var members: [String: JSON] = ["text": .string(text), "value": result.json]
    if !parts.isEmpty { members["parts"] = .array(parts.map(\.json)) }
    if let sides { members["sides"] = [sides.left.json, sides.right.json] }
    return .object(members)
  }
}

extension Alternative {
  package var json: JSON {
    [
      "changes": .object(
        Dictionary(changes.map { ($0.key.text, .string($0.value.text)) }) { first, _ in first }),
      "route": .array(route.map { .string($0.text) }),
      "added": .array(added.map { .string($0.text) }),
      "removed": .array(removed.map { .string($0.text) }),
    ]
  }
}

extension Bilingual {
  fileprivate var json: JSON { ["en": .string(en), "zh": .string(zh)] }
}

extension Result where Success == Value, Failure == EvaluationError {
  fileprivate var json: JSON {
    switch self {
    case .success(.bool(let flag)): .bool(flag)
    case .success(let value): .string(value.text)
    case .failure(let error): ["error": error.message.json]
    }
  }
}
