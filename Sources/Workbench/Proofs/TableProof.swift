import CEL
import Diagnostics
import Engine

/// Whether a decision table says one thing for whatever its inputs can be.
///
/// Proves: no gap, no overlap under `unique`, no contradiction under `any`, no rule that can never win.
struct TableProof {
  /// Further examples tell nobody more.
  private static let exampleLimit = 3

  private let table: DecisionTable
  private let landscape: Landscape
  private(set) var findings: [Finding] = []

  /// What is wrong with a table as a scope has it.
  static func findings(
    _ table: DecisionTable, _ scope: Scope, _ workflow: Workflow, _ action: Action?
  ) -> [Finding] {
    var space = Space(scope, workflow, action)
    guard space.add(table) else {
      return [
        notProved(
          table,
          Bilingual(
            "its inputs read \(space.unknown.quoted)", zh: "其输入含有 \(space.unknown.quoted)"))
      ]
    }
    do throws(Arrangement.Failure) {
      var proof = TableProof(table: table, landscape: try Landscape(space))
      proof.examine()
      return proof.findings
    } catch {
      return [notProved(table, error.reason)]
    }
  }

  private init(table: DecisionTable, landscape: Landscape) {
    self.table = table
    self.landscape = landscape
  }

  private mutating func examine() {
    var gaps: [Witness] = []
    var collisions: [[Int]: Witness] = [:]
    var winners: Set<Int> = []
    var possible: Set<Int> = []
    for index in 0..<landscape.count {
      let point = landscape.point(index)
      guard let values = inputs(at: point) else { continue }
      let matching = table.rules.indices.filter { table.rules[$0].matches(values) }
      let winning = self.winning(matching, values)
      // A point off the steps shows only what may be possible.
      possible.formUnion(winning)
      guard point.isReal else { continue }
      winners.formUnion(winning)
      if matching.isEmpty, table.defaultOutputs == nil, gaps.count < Self.exampleLimit {
        gaps.append(Witness(point, results: self.results(values)))
      }
      if let pair = collision(matching), collisions[pair] == nil {
        collisions[pair] = Witness(point, results: self.results(values))
      }
    }
    if !gaps.isEmpty {
      findings.append(
        Finding(
          "gap",
          Bilingual(
            "table `\(table.name)` has a gap: no rule matches", zh: "表 `\(table.name)` 有缺口：没有规则符合"),
          at: table.place, witnesses: gaps,
          help: Bilingual("add a rule, or `default:`", zh: "请增加规则或 `default:`")))
    }
    for (pair, witness) in collisions.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) })
      .prefix(Self.exampleLimit)
    {
      let lines = pair.map { String(table.rules[$0].place.line) }
      findings.append(
        Finding(
          table.hitPolicy == .any ? "contradiction" : "overlap",
          Bilingual(
            "rules of table `\(table.name)` overlap (lines \(lines.joined(separator: " and ")))",
            zh: "表 `\(table.name)` 的规则重叠（第 \(lines.joined(separator: "、")) 行）"),
          at: table.rules[pair[1]].place, witnesses: [witness],
          help: Bilingual(
            "make them exclude one another, or choose another `hit:`",
            zh: "请使其互斥，或改用其他 `hit:`")))
    }
    for rule in table.rules.indices where !winners.contains(rule) {
      if possible.contains(rule) {
        findings.append(
          Finding(
            "not-proved",
            Bilingual(
              "no values were found with which this rule of table `\(table.name)` wins",
              zh: "未找到使表 `\(table.name)` 此规则命中的取值"),
            at: table.rules[rule].place, grade: .notProved))
      } else {
        findings.append(
          Finding(
            "dead-rule",
            Bilingual(
              "this rule of table `\(table.name)` can never win", zh: "表 `\(table.name)` 的此规则永不命中"),
            at: table.rules[rule].place, grade: .warning,
            help: Bilingual("remove it, or correct its cells", zh: "请删除或更正")))
      }
    }
  }

  /// nil: an input cannot be computed there, so that the table does not speak.
  private func inputs(at point: Point) -> [Value]? {
    let evaluation = point.evaluation(landscape.space.scope)
    var values: [Value] = []
    for input in table.inputs {
      if let slot = input.nullable, case .unset = evaluation[slot] {
        values.append(.null)
      } else if let value = try? evaluation.value(of: input.expression.program) {
        values.append(value)
      } else {
        return nil
      }
    }
    return values
  }

  /// The rules that decide; two that collide decide as well, so that an overlap is not told twice.
  private func winning(_ matching: [Int], _ values: [Value]) -> [Int] {
    switch table.hitPolicy {
    case .unique, .any, .ruleOrder, .outputOrder, .collectList, .collectSum, .collectCount,
      .collectMinimum, .collectMaximum:
      matching
    case .first, .priority: (try? table.outcome(of: values).get().rules) ?? []
    }
  }

  /// The first two rules that must not match together.
  private func collision(_ matching: [Int]) -> [Int]? {
    guard let first = matching.first else { return nil }
    switch table.hitPolicy {
    case .unique: return matching.count > 1 ? Array(matching.prefix(2)) : nil
    case .any:
      return matching.first { table.rules[$0].outputs != table.rules[first].outputs }
        .map { [first, $0] }
    case .priority, .first, .ruleOrder, .outputOrder, .collectList, .collectSum, .collectMinimum,
      .collectMaximum, .collectCount:
      return nil
    }
  }

  private func results(_ values: [Value]) -> [(String, String)] {
    zip(table.inputs, values).map { ($0.name, $1.text) }
  }

  private static func notProved(_ table: DecisionTable, _ reason: Bilingual) -> Finding {
    Finding(
      "not-proved",
      Bilingual(
        "not proved that table `\(table.name)` is complete and free of overlaps: \(reason.en)",
        zh: "未能证明表 `\(table.name)` 完整且无重叠：\(reason.zh)"),
      at: table.place, grade: .notProved)
  }
}

extension Arrangement.Failure {
  var reason: Bilingual {
    switch self {
    case .tooManyCells: Bilingual("there are too many cases", zh: "情形过多")
    case .numbersTooLarge: Bilingual("its numbers are too large", zh: "数值过大")
    }
  }
}

extension [String] {
  /// The parts in backticks, each once.
  var quoted: String {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }.map { part in
      "`\(part.split(whereSeparator: \.isWhitespace).joined(separator: " "))`"
    }.joined(separator: ", ")
  }
}
