import CEL
import Diagnostics
import Engine

/// Whether a gate lets something pass and refuses something.
///
/// Proves: each of its conditions can be true and can be false, and all of them can be true together.
struct GateProof {
  private(set) var findings: [Finding] = []
  /// Where the gate stands if it never opens; nil: it can open, or nothing is known.
  private(set) var neverOpensAt: Place?

  private let action: Action
  private let scope: Scope
  private let workflow: Workflow

  private struct Condition {
    let expression: Expression
    let place: Place
  }

  init(_ action: Action, _ rulebook: Rulebook) {
    let rules = rulebook.rules(of: action.name)
    self.action = action
    scope = rules.scope
    workflow = rulebook.workflow
    var possible: [Condition] = []
    for criterion in rules.gate {
      guard case .holds(let expression) = criterion.test else { continue }
      let condition = Condition(expression: expression, place: criterion.place)
      switch judge(condition) {
      case .unknown(let reason): notProved(condition, reason)
      case .never: neverOpens(at: condition.place, excluding: false)
      case .always: neverCloses(condition)
      case .sometimes: possible.append(condition)
      }
    }
    if neverOpensAt == nil, possible.count > 1 { judge(together: possible) }
  }

  private enum Verdict {
    case always, never, sometimes
    case unknown(Bilingual)
  }

  /// One condition alone: what is not understood of others may well be met.
  private func judge(_ condition: Condition) -> Verdict {
    var space = Space(scope, workflow, action)
    guard space.add(condition.expression) else {
      return .unknown(Bilingual(verbatim: space.unknown.quoted))
    }
    let landscape: Landscape
    do throws(Arrangement.Failure) {
      landscape = try Landscape(space)
    } catch {
      return .unknown(error.reason)
    }
    var (isMet, isClosed) = (false, false)
    for index in 0..<landscape.count where !(isMet && isClosed) {
      let point = landscape.point(index)
      // A point off the steps shows only what may be possible, which is enough to claim nothing.
      if (try? point.evaluation(scope).holds(condition.expression)) == true {
        isMet = isMet || point.isReal
      } else {
        isClosed = true
      }
    }
    return isMet ? (isClosed ? .sometimes : .always) : .never
  }

  private mutating func judge(together conditions: [Condition]) {
    var space = Space(scope, workflow, action)
    for condition in conditions { _ = space.add(condition.expression) }
    let place = conditions[conditions.count - 1].place
    do throws(Arrangement.Failure) {
      let landscape = try Landscape(space)
      let opens = (0..<landscape.count).contains { index in
        let point = landscape.point(index)
        guard point.isReal else { return false }
        let evaluation = point.evaluation(scope)
        return conditions.allSatisfy { (try? evaluation.holds($0.expression)) == true }
      }
      if !opens { neverOpens(at: place, excluding: true) }
    } catch {
      findings.append(
        Finding(
          "not-proved",
          Bilingual(
            "not proved that the gate of `\(action.name)` can open: \(error.reason.en)",
            zh: "未能证明 `\(action.name)` 的关口可以开放：\(error.reason.zh)"), at: place,
          grade: .notProved))
    }
  }

  // MARK: - Findings

  private mutating func notProved(_ condition: Condition, _ reason: Bilingual) {
    findings.append(
      Finding(
        "not-proved",
        Bilingual(
          "not proved that this condition of the gate of `\(action.name)` can be true: \(reason.en)",
          zh: "未能证明 `\(action.name)` 关口的此条件可以成立：\(reason.zh)"), at: condition.place,
        grade: .notProved))
  }

  private mutating func neverOpens(at place: Place, excluding isTogether: Bool) {
    neverOpensAt = neverOpensAt ?? place
    findings.append(
      Finding(
        "gate-never-opens",
        isTogether
          ? Bilingual(
            "the gate of `\(action.name)` never opens: its conditions exclude one another",
            zh: "`\(action.name)` 的关口永不开放：其条件互相排斥")
          : Bilingual(
            "the gate of `\(action.name)` never opens: this condition is never true",
            zh: "`\(action.name)` 的关口永不开放：此条件从不成立"), at: place))
  }

  private mutating func neverCloses(_ condition: Condition) {
    findings.append(
      Finding(
        "gate-never-closes",
        Bilingual(
          "this condition of the gate of `\(action.name)` is always met",
          zh: "`\(action.name)` 关口的此条件总是满足"), at: condition.place, grade: .warning,
        help: Bilingual(
          "correct it; or leave it out, if a form already asks for as much",
          zh: "请更正；若表单已有同样要求，则可省略")))
  }
}
