import CEL
import Diagnostics
import Engine
import PolicyFiles

/// What came of a case.
struct Observation {
  enum Verdict: Sendable {
    /// The case asks for nothing.
    case unasked
    /// nil: the action took effect at once.
    case admitted(Request?)
    case refused(Refusal)
  }

  let rulebook: Rulebook
  let inquiry: Inquiry
  /// nil: nothing was asked, or what was typed cannot be read.
  let examination: Examination?
  let readings: Readings
  let verdict: Verdict

  /// Everything that is otherwise than expected, in the order of the keys of `expect`.
  func differences(from expectation: PolicyCase.Expectation) -> [CaseReport.Difference] {
    var differences: [CaseReport.Difference] = []
    switch verdict {
    case .refused(let refusal):
      differences += self.differences(of: refusal, from: expectation)
    case .admitted(let request):
      if let code = expectation.refused {
        let steps = request?.route.steps.map(\.name) ?? []
        differences.append(
          .init(
            Bilingual("verdict", zh: "结果"),
            expected: Bilingual("refused: \(code.rawValue)", zh: "拒绝：\(code.rawValue)"),
            found: Bilingual("admitted; \(Self.route(steps).en)", zh: "受理；\(Self.route(steps).zh)"))
        )
      }
      if let expected = expectation.route {
        differences += self.differences(of: request?.route, from: expected)
      }
      differences += peopleDifferences(request, expectation)
    case .unasked: break
    }
    for (name, expected) in expectation.values.sorted(by: { $0.key < $1.key }) {
      switch readings[name] {
      case .success(expected)?: break
      case .success(let value)?:
        differences.append(.init(name, expected: expected.text, found: value.text))
      case .failure(let error)?:
        differences.append(
          .init(
            Bilingual(verbatim: name), expected: Bilingual(verbatim: expected.text),
            found: error.message))
      case nil:
        differences.append(
          .init(
            Bilingual(verbatim: name), expected: Bilingual(verbatim: expected.text),
            found: Bilingual("no value: the form could not be read", zh: "没有值：表单无法读取")))
      }
    }
    if let expected = expectation.holds {
      let standing = inquiry.holds.filter { $0.state != nil }
      let found = standing.map(\.hold.name)
      if Set(expected) != Set(found) {
        differences.append(
          .init(
            Bilingual("holds", zh: "限制"), expected: Self.names(expected),
            found: Self.names(found),
            notes: standing.filter { !expected.contains($0.hold.name) }.compactMap(\.state)))
      }
    }
    return differences
  }

  private func differences(of refusal: Refusal, from expectation: PolicyCase.Expectation)
    -> [CaseReport.Difference]
  {
    let found = Bilingual(
      "refused: \(refusal.code.rawValue): \(refusal.reason.en)",
      zh: "拒绝：\(refusal.code.rawValue)：\(refusal.reason.zh)")
    if let code = expectation.refused, code != refusal.code {
      return [
        .init(
          Bilingual("verdict", zh: "结果"),
          expected: Bilingual("refused: \(code.rawValue)", zh: "拒绝：\(code.rawValue)"),
          found: found, notes: refusal.details)
      ]
    }
    if let because = expectation.because {
      let said = [refusal.reason] + refusal.details
      guard said.contains(where: { $0.en.contains(because) || $0.zh.contains(because) }) else {
        return [
          .init(
            Bilingual("reason", zh: "理由"), expected: Bilingual(verbatim: because), found: found,
            notes: refusal.details)
        ]
      }
    }
    if let route = expectation.route ?? (expectation.people.isEmpty ? nil : []) {
      return [
        .init(
          Bilingual("verdict", zh: "结果"),
          expected: expectation.route == nil ? Bilingual("a route", zh: "审批链") : Self.route(route),
          found: found, notes: refusal.details)
      ]
    }
    return []
  }

  private func differences(of route: Route?, from expected: [StepName]) -> [CaseReport.Difference] {
    let found = route?.steps.map(\.name) ?? []
    guard found != expected else { return [] }
    let odd = Set(found).symmetricDifference(expected)
    let notes = (route?.considered ?? []).filter { odd.contains($0.step) }.map(\.sentence)
    return [
      .init(
        Bilingual("route", zh: "审批链"), expected: Self.route(expected),
        found: Self.route(found), notes: notes)
    ]
  }

  private func peopleDifferences(_ request: Request?, _ expectation: PolicyCase.Expectation)
    -> [CaseReport.Difference]
  {
    expectation.people.sorted { $0.key < $1.key }.compactMap { step, expected in
      guard let request, let index = request.route.steps.firstIndex(where: { $0.name == step })
      else {
        return .init(
          Bilingual("people of `\(step)`", zh: "`\(step)` 的人员"), expected: Self.names(expected),
          found: Bilingual("the step is not in the route", zh: "步骤不在审批链中"))
      }
      let electorates = request.route.steps[index].slots.indices.map {
        inquiry.population.electorate(of: request, step: index, slot: $0)
      }
      let found = Set(electorates.flatMap(\.electors).map(\.person)).sorted()
      guard found != expected else { return nil }
      return .init(
        Bilingual("people of `\(step)`", zh: "`\(step)` 的人员"), expected: Self.names(expected),
        found: Self.names(found),
        notes: electorates.flatMap(\.barred).map { barred in
          Bilingual(
            "`\(barred.person)` may not: \(barred.bar.reason.en)",
            zh: "`\(barred.person)` 不得签署：\(barred.bar.reason.zh)")
        })
    }
  }

  private static func names<Kind>(_ names: [Name<Kind>]) -> Bilingual {
    names.isEmpty
      ? Bilingual("none", zh: "无")
      : Bilingual(
        names.map(\.text).joined(separator: ", "), zh: names.map(\.text).joined(separator: "、"))
  }

  private static func route(_ steps: [StepName]) -> Bilingual {
    steps.isEmpty
      ? Bilingual("at once, nobody signs", zh: "立即生效，无须签署")
      : Bilingual(verbatim: steps.map(\.text).joined(separator: " → "))
  }
}

extension Electorate.Bar {
  /// Why, in words that follow the person's name.
  package var reason: Bilingual {
    switch self {
    case .submitter: Bilingual("submits the request", zh: "是提交人")
    case .alreadySigned(let step): Bilingual("has signed step `\(step)`", zh: "已签署步骤 `\(step)`")
    case .notActive: Bilingual("has left", zh: "已离职")
    case .amount(let amount):
      Bilingual("has no authority for \(amount)", zh: "无权审批 \(amount)")
    }
  }
}

extension Consideration {
  /// `executive` is not in the route: its condition with the values it saw, and where it stands.
  package var sentence: Bilingual {
    guard let condition else {
      return Bilingual(
        "`\(step)` is always in the route (\(place))", zh: "`\(step)` 总在审批链中（\(place)）")
    }
    let words = condition.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
    let facts = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    return Bilingual(
      "`\(step)` is \(holds ? "" : "not ")in the route: \(words); \(facts.joined(separator: ", ")) (\(place))",
      zh: "`\(step)` \(holds ? "" : "不")在审批链中：\(words)；\(facts.joined(separator: "、"))（\(place)）")
  }
}
