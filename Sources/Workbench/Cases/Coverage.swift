import Diagnostics
import Engine
import PolicyFiles

/// Which rules the cases of a policy put to the test, both ways where a rule can go two ways.
///
/// What a case does not expect it does not cover: a table's rule counts when a case expects one of the table's outputs,
/// a step when a case expects the route, a criterion that closes when a case expects the refusal.
package struct Coverage: Sendable {
  package enum Rule: Sendable, Hashable {
    /// By position from 0.
    case table(TableName, Int)
    case step(Name<Chain>, StepName)
    /// By position from 0 in the action's gate.
    case criterion(ActionName, Int)
    case hold(HoldName)
  }

  /// One way that a rule can go.
  package struct Outcome: Sendable, Hashable {
    package let rule: Rule
    /// A table's rule fires; a step is in the route; a criterion is met; a hold holds.
    package let holds: Bool
  }

  /// Everything there is to cover, with its place, in the order of the documents.
  package let outcomes: [(outcome: Outcome, place: Place)]
  /// What is proved never to come about, so that no case can show it: a criterion that a form makes sure of.
  package let impossible: [(outcome: Outcome, place: Place)]
  package private(set) var covered: Set<Outcome> = []

  package init(_ rulebook: Rulebook) {
    var outcomes: [(Outcome, Place)] = []
    var impossible: [(Outcome, Place)] = []
    var known: Set<Rule> = []
    let proved = Set(PolicyProof(rulebook).mistakes.map { Proved(code: $0.code, place: $0.place) })
    /// `never` and `always` are what proofs say of a rule that goes one way only, at the place they say it of.
    func add(
      _ rule: Rule, _ ways: [Bool], _ place: Place, never: String? = nil, always: String? = nil,
      proof: Place? = nil
    ) {
      guard known.insert(rule).inserted else { return }
      for holds in ways {
        let code = holds ? never : always
        let isImpossible =
          code.map { proved.contains(Proved(code: "proof.\($0)", place: proof ?? place)) } ?? false
        if isImpossible {
          impossible.append((Outcome(rule: rule, holds: holds), place))
        } else {
          outcomes.append((Outcome(rule: rule, holds: holds), place))
        }
      }
    }
    for action in rulebook.workflow.actions {
      let rules = rulebook.rules(of: action.name)
      for table in rules.scope.tables {
        for (index, rule) in table.rules.enumerated() {
          add(.table(table.name, index), [true], rule.place, never: "dead-rule")
        }
      }
      for (index, criterion) in rules.gate.enumerated() {
        add(
          .criterion(action.name, index), [true, false], criterion.place,
          never: "gate-never-opens", always: "gate-never-closes")
      }
      if let chain = rules.chain {
        for step in chain.steps {
          add(
            .step(chain.name, step.name), step.condition == nil ? [true] : [true, false],
            step.place, never: "never-asked", always: "always-asked", proof: step.condition?.place)
        }
      }
    }
    for hold in rulebook.policy.holds { add(.hold(hold.name), [true, false], hold.place) }
    self.outcomes = outcomes
    self.impossible = impossible
  }

  private struct Proved: Hashable {
    let code: String
    let place: Place
  }

  package var missing: [(outcome: Outcome, place: Place)] {
    outcomes.filter { !covered.contains($0.outcome) }
  }

  mutating func record(_ observation: Observation, _ expectation: PolicyCase.Expectation) {
    for (table, outcome) in observation.readings.tables {
      guard expectation.values.keys.contains(where: { $0.hasPrefix("\(table.name).") }),
        case .success(let outcome) = outcome
      else { continue }
      for rule in outcome.rules { cover(.table(table.name, rule), true) }
    }
    if let expected = expectation.holds {
      for (hold, _) in observation.inquiry.holds {
        cover(.hold(hold.name), expected.contains(hold.name))
      }
    }
    guard let examination = observation.examination else { return }
    let action = examination.action.name
    switch observation.verdict {
    case .admitted(let request):
      guard expectation.route != nil else { return }
      for index in examination.rules.gate.indices { cover(.criterion(action, index), true) }
      guard let chain = examination.rules.chain else { return }
      for considered in request?.route.considered ?? [] {
        cover(.step(chain.name, considered.step), considered.holds)
      }
    case .refused(let refusal):
      guard refusal.code == .gateClosed, expectation.refused == .gateClosed else { return }
      for (index, finding) in examination.gate().enumerated() {
        guard let reason = finding.reason, expectation.because.map(reason.contains) ?? true else {
          continue
        }
        cover(.criterion(action, index), false)
      }
    case .unasked: break
    }
  }

  private mutating func cover(_ rule: Rule, _ holds: Bool) {
    covered.insert(Outcome(rule: rule, holds: holds))
  }
}

extension Bilingual {
  fileprivate func contains(_ words: String) -> Bool { en.contains(words) || zh.contains(words) }
}

extension Coverage.Outcome {
  /// What no case puts to the test: ``step `executive` of `adjustment` left out``.
  package var sentence: Bilingual {
    switch rule {
    case .table(let table, let index):
      Bilingual("rule \(index + 1) of table `\(table)`", zh: "表 `\(table)` 的第 \(index + 1) 条规则")
    case .step(let chain, let step):
      holds
        ? Bilingual(
          "step `\(step)` of `\(chain)` in the route", zh: "`\(chain)` 的步骤 `\(step)` 进入审批链")
        : Bilingual("step `\(step)` of `\(chain)` left out", zh: "`\(chain)` 的步骤 `\(step)` 不进入审批链")
    case .criterion(let action, let index):
      holds
        ? Bilingual(
          "criterion \(index + 1) of the gate of `\(action)` met",
          zh: "`\(action)` 关口的第 \(index + 1) 项条件满足")
        : Bilingual(
          "criterion \(index + 1) of the gate of `\(action)` closed",
          zh: "`\(action)` 关口的第 \(index + 1) 项条件不满足")
    case .hold(let hold):
      holds
        ? Bilingual("hold `\(hold)` in force", zh: "限制 `\(hold)` 生效")
        : Bilingual("hold `\(hold)` not in force", zh: "限制 `\(hold)` 不生效")
    }
  }
}
