import CEL
import Diagnostics
import Engine

/// Whether a request that is worse by every measure needs at least as many signatures.
///
/// Two requests of one project are compared, alike in all that no measure with `worse:` depends on. Fewer places to
/// sign, or as many but without the highest of them, is a violation.
struct Monotonicity {
  private let cases: ChainCases
  private let place: Place
  private var measures: [(slot: Slot, isUp: Bool)] = []
  /// Measures with `worse:` whose form proofs cannot follow.
  private var unknown: [String] = []

  init(_ cases: ChainCases, _ workflow: Workflow, _ action: Action?, place: Place) {
    self.cases = cases
    self.place = place
    let known = Set(cases.landscape.space.axes)
    for measure in cases.scope.measures {
      guard let worse = measure.worse,
        let slot = cases.scope.environment.slot(measure.name.text)
      else { continue }
      var space = Space(cases.scope, workflow, action)
      guard let axes = space.axes(of: measure.expression) else {
        unknown.append(measure.name.text)
        continue
      }
      if !known.isDisjoint(with: axes) { measures.append((slot, worse == .up)) }
    }
  }

  var findings: [Finding] {
    guard !measures.isEmpty else { return [] }
    if !cases.isKnown.allSatisfy({ $0 }) {
      return [notProved(Bilingual("a condition is not understood", zh: "有条件无法分析"))]
    }
    if !unknown.isEmpty {
      return [
        notProved(
          Bilingual("measure \(unknown.quoted) is not understood", zh: "度量 \(unknown.quoted) 无法分析"))
      ]
    }
    let pairs = cases.landscape.factors.indices.map(worsenings)
    let total = pairs.reduce(1) { $0 > Landscape.pointLimit * 10 ? $0 : $0 * $1.count }
    guard total <= Landscape.pointLimit * 10 else {
      return [notProved(Arrangement.Failure.tooManyCells.reason)]
    }
    for index in 0..<total {
      var rest = index
      let chosen = pairs.map { pairs in
        let pair = pairs[rest % pairs.count]
        rest /= pairs.count
        return pair
      }
      let before = cases.truths[cases.landscape.index(of: chosen.map(\.better))]
      let after = cases.truths[cases.landscape.index(of: chosen.map(\.worse))]
      guard needsFewer(after, than: before) else { continue }
      let points = (
        Point(chosen.map(\.exactBetter), cases.landscape.space),
        Point(chosen.map(\.exactWorse), cases.landscape.space)
      )
      guard points.0.isReal, points.1.isReal, isWorse(points.1, than: points.0) else { continue }
      return [
        Finding(
          "not-monotone",
          Bilingual(
            "chain `\(cases.chain.name)`: a worse request needs fewer signatures",
            zh: "审批链 `\(cases.chain.name)`：情况更差的申请所需签署反而更少"),
          at: placeOfLoss(before, after),
          witnesses: [cases.witness(points.0), cases.witness(points.1)],
          help: Bilingual(
            "a condition must not become false when a measure gets worse",
            zh: "度量变差时，条件不应由成立变为不成立"))
      ]
    }
    return []
  }

  private struct Worsening {
    let better: Int
    let worse: Int
    let exactBetter: Landscape.Option
    let exactWorse: Landscape.Option
  }

  private struct Pair: Hashable {
    let better: Int
    let worse: Int
  }

  /// Pairs of options of one factor of which the second is as bad or worse by every measure; each with itself too.
  private func worsenings(_ factor: Int) -> [Worsening] {
    let options = cases.landscape.factors[factor].options
    var found = options.indices.map {
      Worsening(better: $0, worse: $0, exactBetter: options[$0], exactWorse: options[$0])
    }
    // Which of two likenesses is worse is the same in every project.
    var decided: Set<Pair> = []
    for project in cases.landscape.factors[factor].projects where project.count > 1 {
      let real = project.filter(\.exact.isReal)
      let isNew = real.contains { one in
        real.contains {
          $0.option != one.option && !decided.contains(Pair(better: one.option, worse: $0.option))
        }
      }
      guard isNew else { continue }
      let values = real.map { badness($0.exact, factor) }
      for (i, better) in real.enumerated() {
        for (j, worse) in real.enumerated()
        where better.option != worse.option && values[i] != values[j]
          && zip(values[i], values[j]).allSatisfy({ $0 <= $1 })
          && decided.insert(Pair(better: better.option, worse: worse.option)).inserted
        {
          decided.insert(Pair(better: worse.option, worse: better.option))
          found.append(
            Worsening(
              better: better.option, worse: worse.option, exactBetter: better.exact,
              exactWorse: worse.exact))
        }
      }
    }
    return found
  }

  /// How bad one factor's values are, by measure: more is worse. Measures that have no value there count as zero.
  private func badness(_ option: Landscape.Option, _ factor: Int) -> [Ratio] {
    let options = cases.landscape.factors.enumerated().map { index, other in
      index == factor ? option : other.options[0]
    }
    return badness(Point(options, cases.landscape.space))
  }

  private func badness(_ point: Point) -> [Ratio] {
    let evaluation = point.evaluation(cases.scope)
    return measures.map { measure in
      guard case .value(let value) = evaluation[measure.slot], let number = value.number else {
        return .zero
      }
      return measure.isUp ? number : number.negated
    }
  }

  private func isWorse(_ point: Point, than other: Point) -> Bool {
    zip(badness(other), badness(point)).allSatisfy { $0 <= $1 }
  }

  private func needsFewer(_ after: [ChainCases.Truth], than before: [ChainCases.Truth]) -> Bool {
    // A request that is refused needs no signatures; that is another finding.
    guard !after.contains(.fails), !before.contains(.fails) else { return false }
    func places(_ truths: [ChainCases.Truth]) -> (count: Int, last: Int) {
      let asked = truths.indices.filter { truths[$0] == .yes }
      let count = asked.reduce(0) { count, step in
        switch cases.chain.steps[step].signers {
        case .any, .vote: count + 1
        case .all(let authorities): count + authorities.count
        case .quorum(let people, _): count + people
        }
      }
      return (count, asked.last ?? -1)
    }
    let (a, b) = (places(after), places(before))
    return a.count < b.count || a.count == b.count && a.last < b.last
  }

  /// The condition of a step that is asked of the better request and not of the worse.
  private func placeOfLoss(_ before: [ChainCases.Truth], _ after: [ChainCases.Truth]) -> Place {
    let lost = zip(cases.chain.steps, zip(before, after)).first { $1.0 == .yes && $1.1 != .yes }
    return lost?.0.condition?.place ?? place
  }

  private func notProved(_ reason: Bilingual) -> Finding {
    Finding(
      "not-proved",
      Bilingual(
        "not proved that chain `\(cases.chain.name)` asks no fewer signatures for worse requests: \(reason.en)",
        zh: "未能证明审批链 `\(cases.chain.name)` 对更差的申请不减少签署：\(reason.zh)"), at: place,
      grade: .notProved)
  }
}
