import CEL
import Diagnostics
import Engine

/// Whether a sign-off chain asks whom it should, whatever is asked for.
///
/// Proves: every step is asked at some time and not always, its condition can always be evaluated, somebody is
/// always asked, and limits of one quantity rise along the chain.
struct ChainProof {
  let cases: ChainCases
  let place: Place

  var findings: [Finding] {
    cases.chain.steps.indices.flatMap(step) + empty + LimitOrder(cases: cases).findings
  }

  private func step(_ index: Int) -> [Finding] {
    let step = cases.chain.steps[index]
    guard let condition = step.condition, cases.isKnown[index] else { return [] }
    var findings: [Finding] = []
    let seen = Set(cases.truths.map { $0[index] })
    if !seen.contains(.yes) {
      findings.append(
        Finding(
          "never-asked",
          Bilingual(
            "step `\(step.name)` is never asked: its condition is never true",
            zh: "步骤 `\(step.name)` 永不被要求：其条件从不成立"), at: condition.place,
          help: Bilingual("correct the condition, or remove the step", zh: "请更正条件，或删除该步骤")))
    } else if cases.first({ $0[index] == .yes }) == nil {
      findings.append(
        Finding(
          "not-proved",
          Bilingual(
            "no values were found with which step `\(step.name)` is asked",
            zh: "未找到要求步骤 `\(step.name)` 的取值"), at: condition.place, grade: .notProved))
    }
    if seen == [.yes] {
      findings.append(
        Finding(
          "always-asked",
          Bilingual(
            "step `\(step.name)` is always asked: its condition is always true",
            zh: "步骤 `\(step.name)` 总被要求：其条件总是成立"), at: condition.place, grade: .warning,
          help: Bilingual("leave `when:` out, or correct it", zh: "请省略 `when:` 或更正")))
    }
    if let point = cases.first({ $0[index] == .fails }) {
      findings.append(
        Finding(
          "no-value",
          Bilingual(
            "the condition of step `\(step.name)` cannot always be evaluated; the request is refused then",
            zh: "步骤 `\(step.name)` 的条件有时无法计算，届时申请将被拒绝"), at: condition.place, grade: .warning,
          witnesses: [cases.witness(point)],
          help: Bilingual(
            "ask with `has(…)` first, or make the field required",
            zh: "请先用 `has(…)` 判断，或将该字段设为必填")))
    }
    return findings
  }

  private var empty: [Finding] {
    let name = cases.chain.name
    if let point = cases.first({ $0.allSatisfy { $0 == .no } }) {
      return [
        Finding(
          "empty-chain",
          Bilingual(
            "chain `\(name)` can be empty: nobody is asked, and the request is refused",
            zh: "审批链 `\(name)` 可能为空：无人审批，申请将被拒绝"), at: place,
          witnesses: [cases.witness(point)],
          help: Bilingual("give one step no `when:`", zh: "请至少让一个步骤不带 `when:`"))
      ]
    }
    guard cases.truths.contains(where: { $0.allSatisfy { $0 == .no || $0 == .unknown } }) else {
      return []
    }
    return [
      Finding(
        "not-proved",
        Bilingual(
          "not proved that chain `\(name)` always asks somebody", zh: "未能证明审批链 `\(name)` 总有人审批"),
        at: place, grade: .notProved)
    ]
  }
}

/// Whether the limits that one quantity is compared with rise along a chain.
///
/// Later steps have more authority: with `overrun > 5%` for the executive and `overrun > 20%` for the director before
/// them, the executive would be asked where the director is not.
private struct LimitOrder {
  let cases: ChainCases

  private struct Threshold {
    /// The quantity as written.
    let quantity: String
    let isUpper: Bool
    let limit: Int
    let number: Ratio
  }

  var findings: [Finding] {
    var findings: [Finding] = []
    let steps = cases.chain.steps
    let thresholds = steps.map { $0.condition.map(self.thresholds) ?? [] }
    for later in steps.indices {
      for earlier in steps.indices.prefix(later) {
        for high in thresholds[later] {
          guard
            let low = thresholds[earlier].first(where: {
              $0.quantity == high.quantity && $0.isUpper == high.isUpper
            }), high.isUpper ? high.number < low.number : high.number > low.number,
            let point = cases.first({ $0[later] == .yes && $0[earlier] == .no })
          else { continue }
          let (upper, lower) = (cases.scope.limits[high.limit], cases.scope.limits[low.limit])
          findings.append(
            Finding(
              "limit-order",
              Bilingual(
                "limits are out of order: step `\(steps[later].name)` is asked from `\(upper.name)` on, before step `\(steps[earlier].name)` from `\(lower.name)` on",
                zh:
                  "限额次序颠倒：步骤 `\(steps[later].name)` 自 `\(upper.name)` 起，早于步骤 `\(steps[earlier].name)` 的 `\(lower.name)`"
              ), at: upper.place, witnesses: [cases.witness(point)],
              help: Bilingual(
                "`\(upper.name)` should lie beyond `\(lower.name)`",
                zh: "`\(upper.name)` 应超过 `\(lower.name)`")))
        }
      }
    }
    return findings
  }

  private func thresholds(_ condition: Expression) -> [Threshold] {
    var found: [Threshold] = []
    func walk(_ node: CheckedExpression) {
      if case .call(let name, let operands) = node.kind, operands.count == 2,
        case .slot(let left, let leftName) = operands[0].kind,
        case .slot(let right, let rightName) = operands[1].kind
      {
        for (quantity, limit, mirrored) in [
          (leftName, right, false), (rightName, left, true),
        ] {
          guard case .limit(let position) = cases.scope.sources[limit.index],
            let number = cases.scope.limits[position].amount.value.number
          else { continue }
          let above = [">": true, ">=": true, "<": false, "<=": false][
            String(name.dropFirst().dropLast())]
          if let above {
            found.append(
              Threshold(
                quantity: quantity, isUpper: above != mirrored, limit: position, number: number))
          }
        }
      }
      node.children.forEach(walk)
    }
    walk(condition.program.tree)
    return found
  }
}
