import CEL
import Diagnostics
import Engine

/// What can be proved about a rulebook before anybody works under it.
///
/// Every finding has a place, and values that show it where it is true of some values only. What proofs cannot follow is
/// said to be not proved, never fine.
public struct PolicyProof: Sendable {
  /// The people who would sign, on a day.
  public struct Company: Sendable {
    public let directory: Directory
    public let today: CivilDate

    public init(directory: Directory, today: CivilDate) {
      self.directory = directory
      self.today = today
    }
  }

  /// Errors first, then warnings, then what is not proved; by place within each.
  public let findings: [Finding]
  /// How many cases were told apart and evaluated.
  public let caseCount: Int

  public var hasErrors: Bool { findings.contains { $0.grade == .error } }
  public var notProved: [Finding] { findings.filter { $0.grade == .notProved } }
  /// Errors and warnings.
  public var mistakes: [Finding] { findings.filter { $0.grade != .notProved } }

  /// Examines a rulebook; without a company nothing is said about people.
  public init(_ rulebook: Rulebook, company: Company? = nil) {
    let workflow = rulebook.workflow
    var findings: [Finding] = []
    var chains: [(action: Action, cases: ChainCases)] = []
    var caseCount = 0
    for (scope, action, table) in Self.tables(rulebook) {
      findings += TableProof.findings(table, scope, workflow, action)
    }
    for action in workflow.actions {
      let rules = rulebook.rules(of: action.name)
      guard let chain = rules.chain, let place = chain.steps.first?.place else { continue }
      do throws(Arrangement.Failure) {
        let cases = try ChainCases(chain, rules.scope, workflow, action)
        caseCount += cases.truths.count
        chains.append((action, cases))
        findings += Self.unknown(cases)
        findings += ChainProof(cases: cases, place: place).findings
        findings += Monotonicity(cases, workflow, action, place: place).findings
      } catch {
        findings.append(
          Finding(
            "not-proved",
            Bilingual(
              "nothing is proved about chain `\(chain.name)`: \(error.reason.en)",
              zh: "未能证明审批链 `\(chain.name)` 的任何性质：\(error.reason.zh)"), at: place,
            grade: .notProved))
      }
    }
    findings += LifeProof(rulebook: rulebook).findings
    if let company {
      findings += PeopleProof(
        rulebook: rulebook, directory: company.directory, today: company.today
      ).findings(chains)
    }
    self.findings = Self.ordered(findings)
    self.caseCount = caseCount
  }

  /// Every table once, with a scope that it compiles in; tables of the project alone with the project's.
  private static func tables(_ rulebook: Rulebook) -> [(Scope, Action?, DecisionTable)] {
    var seen: Set<TableName> = []
    var found: [(Scope, Action?, DecisionTable)] = []
    let scopes =
      [(rulebook.projectScope, nil)]
      + rulebook.workflow.actions.map { (rulebook.rules(of: $0.name).scope, Optional($0)) }
    for (scope, action) in scopes {
      for table in scope.tables where seen.insert(table.name).inserted {
        found.append((scope, action, table))
      }
    }
    return found
  }

  private static func unknown(_ cases: ChainCases) -> [Finding] {
    zip(cases.chain.steps, cases.isKnown).compactMap { step, isKnown in
      guard !isKnown, let condition = step.condition else { return nil }
      return Finding(
        "not-proved",
        Bilingual(
          "nothing is proved about when step `\(step.name)` is asked: \(cases.landscape.space.unknown.quoted) is not of a form that proofs can follow",
          zh: "未能证明步骤 `\(step.name)` 何时被要求：\(cases.landscape.space.unknown.quoted) 的形式无法分析"),
        at: condition.place, grade: .notProved)
    }
  }

  private static func ordered(_ findings: [Finding]) -> [Finding] {
    let grades = Finding.Grade.allCases
    return findings.enumerated().sorted { left, right in
      func key(_ item: (offset: Int, element: Finding)) -> (Int, String, Int, Int) {
        (
          grades.firstIndex(of: item.element.grade) ?? 0, item.element.place.file,
          item.element.place.line, item.offset
        )
      }
      return key(left) < key(right)
    }.map(\.element)
  }
}
