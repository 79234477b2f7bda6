import CEL
import Diagnostics
import Engine

extension Impact {
  /// Totals first, then each request that changes, those in flight apart.
  package func text(_ language: Language) -> String {
    func say(_ english: String, _ chinese: String) -> String {
      Bilingual(english, zh: chinese)[language]
    }
    var lines = [
      say(
        "\(examined) requests under \(policy); \(decided.count) decided ones would go another way",
        "\(policy) 下共 \(examined) 份申请；已决的有 \(decided.count) 份会走不同的审批链")
    ]
    if !decided.isEmpty {
      lines.append(
        say(
          "money: \(money?.description ?? "–"); median days to the decision: \(medianDays.map(String.init) ?? "–")",
          "金额：\(money?.description ?? "–")；决定所需天数中位数：\(medianDays.map(String.init) ?? "–")"))
    }
    let people = signatures
    if !people.isEmpty {
      lines.append(say("signatures", "签署"))
      let width = people.map(\.person.text.displayWidth).max() ?? 0
      for (person, saved, asked) in people {
        lines.append(
          "  \(person.text.padded(to: width))  "
            + say("saved \(saved), may be asked \(asked)", "省去 \(saved)，可能增加 \(asked)"))
      }
    }
    lines += decided.map { "  " + $0.sentence[language] }
    if !inFlight.isEmpty {
      lines.append(
        say(
          "in flight, and staying under the rules they were filed under:", "审批中，仍按提交时的规则："))
      lines += inFlight.map { "  " + $0.sentence[language] }
    }
    return lines.map { $0.inert + "\n" }.joined()
  }

  package var json: JSON {
    [
      "policy": .string(policy.text), "examined": .integer(Int64(examined)),
      "decided": .array(decided.map(\.json)), "in_flight": .array(inFlight.map(\.json)),
      "money": money.map { .string($0.description) } ?? .null,
      "median_days": medianDays.map { .integer(Int64($0)) } ?? .null,
      "signatures": .array(
        signatures.map {
          [
            "person": .string($0.person.text), "saved": .integer(Int64($0.saved)),
            "may_be_asked": .integer(Int64($0.asked)),
          ]
        }),
    ]
  }
}

extension Impact.Change {
  /// `R-7 of P-1, adjust: manager → sponsor, instead of manager → sponsor → director`
  package var sentence: Bilingual {
    func chain(_ steps: [StepName]) -> String { steps.map(\.text).joined(separator: " → ") }
    switch after {
    case .success(let after):
      return Bilingual(
        "\(request) of \(project), \(action): \(chain(after)), instead of \(chain(before))",
        zh: "\(project) 的 \(request)，\(action)：\(chain(after))，原为 \(chain(before))")
    case .failure(let refusal):
      return Bilingual(
        "\(request) of \(project), \(action): refused, \(refusal.reason.en)",
        zh: "\(project) 的 \(request)，\(action)：被拒绝，\(refusal.reason.zh)")
    }
  }

  package var json: JSON {
    func names(_ steps: [StepName]) -> JSON { .array(steps.map { .string($0.text) }) }
    var members: [String: JSON] = [
      "request": .string(request.text), "project": .string(project.text),
      "action": .string(action.text), "before": names(before),
      "amount": amount.map { .string($0.description) } ?? .null,
      "days": days.map { .integer(Int64($0)) } ?? .null,
    ]
    switch after {
    case .success(let after):
      members["after"] = names(after)
    case .failure(let refusal):
      members["refused"] = [
        "code": .string(refusal.code.rawValue), "en": .string(refusal.reason.en),
        "zh": .string(refusal.reason.zh),
      ]
    }
    return .object(members)
  }
}
