import CEL
import Diagnostics
import Engine
import PolicyFiles
import TestKit
import Testing

/// Tables written as YAML, read by the product and compared with a naive reading of what DMN says about them.
@Suite("Decision tables") struct DecisionTableTests {
  @Test func everyHitPolicyAgreesWithABruteForceOracleOnRandomTables() throws {
    var random = Dice(seed: 20_260_102)
    for round in 0..<6 {
      let tables = (0..<40).map { RandomTable(name: "t\(round)_\($0)", &random) }
      let rulebook = try load(
        "tables:\n" + tables.map(\.yaml).joined(separator: "\n"))
      for expected in tables {
        let table = try #require(
          rulebook.projectScope.tables.first { $0.name.text == expected.name })
        for _ in 0..<80 {
          let point = expected.columns.map { column in column.random(&random) }
          let values = zip(expected.columns, point).map { $0.value($1) }
          let found: String
          switch table.outcome(of: values) {
          case .success(let outcome):
            found = outcome.outputs.map(\.text).joined(separator: " | ") + " by \(outcome.rules)"
          case .failure: found = "error"
          }
          #expect(
            found == expected.outcome(point), "\(expected.yaml)\nat \(values.map(\.text))")
        }
      }
    }
  }

  @Test func aFieldLeftOutIsNullAndOnlyNullAndTheDashMatchIt() throws {
    let table = try table(
      """
      hit: first
      inputs:  {score: facts.score}
      outputs: {level: [A, B, C]}
      rules:
        - ["not(3)", A]
        - ["null",   B]
        - ["-",      C]
      """)
    #expect(try table.outcome(of: [.int(2)]).get().outputs == [.string("A")])
    #expect(try table.outcome(of: [.null]).get().outputs == [.string("B")])
    #expect(try table.outcome(of: [.int(3)]).get().outputs == [.string("C")])
    var unset = Inputs(try load("").projectScope.environment)
    #expect(try table.outcome(unset).get().outputs == [.string("B")])
    let slot = try #require(table.inputs[0].nullable)
    unset[slot] = .value(.int(7))
    #expect(try table.outcome(unset).get().outputs == [.string("A")])
  }

  @Test func theResultsOfGatheringTablesAreListsAndNumbersInExpressions() throws {
    let rulebook = try load(
      """
      tables:
        reviews:
          hit: rule order
          inputs:  {margin: facts.margin}
          outputs: {by: [legal, finance, tax]}
          rules:
            - [">= 10", finance]
            - [">= 20", legal]
          default: []
        points:
          hit: collect sum
          inputs:  {margin: facts.margin}
          outputs: {sum: integer}
          rules:
            - [">= 10", 3]
            - [">= 20", 4]
          default: [0]
      measures:
        wanted: {is: points.sum + reviews.by.size()}
      """, expecting: ["unknown-name"])
    // Measures come before tables; a gate comes after both.
    #expect(rulebook == nil)
    let gate = try load(
      """
      tables:
        reviews:
          hit: rule order
          inputs:  {margin: facts.margin}
          outputs: {by: [legal, finance, tax]}
          rules:
            - [">= 10", finance]
            - [">= 20", legal]
          default: []
      gates:
        start:
          - that: reviews.by.exists(r, r == "legal") || reviews.by.size() == 0
      """)
    #expect(gate.rules(of: "start").gate.count == 4)
  }

  @Test(arguments: [
    ("hit: maximal", "outputs: {level: [A, B]}", "unknown-hit-policy"),
    ("hit: priority", "outputs: {level: integer}", "hit-policy"),
    ("hit: collect sum", "outputs: {level: text}", "hit-policy"),
    ("hit: collect max", "outputs: {level: integer, other: integer}", "hit-policy"),
    ("{hit: rule order, frozen_at: start}", "outputs: {level: integer}", "frozen-list"),
  ]) func outputsThatAHitPolicyCannotWorkWithAreRefused(
    hit: String, outputs: String, code: String
  ) throws {
    let keys = hit.hasPrefix("{") ? "hit: rule order\n    frozen_at: start" : hit
    let width = outputs.contains("other") ? "7, 8" : outputs.contains("[A") ? "A" : "7"
    let text = """
      tables:
        t:
          \(keys)
          inputs: {margin: facts.margin}
          \(outputs)
          rules:
            - ["-", \(width)]
      """
    #expect(try load(text, expecting: [code]) == nil)
  }

  @Test func nullIsRefusedForAnInputThatIsAlwaysThere() throws {
    let text = """
      tables:
        t:
          hit: first
          inputs: {margin: facts.margin}
          outputs: {level: [A, B]}
          rules:
            - ["null", A]
      """
    #expect(try load(text, expecting: ["never-null"]) == nil)
  }

  // MARK: -

  private func table(_ body: String) throws -> DecisionTable {
    let lines = body.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    let rulebook = try load("tables:\n  t:\n\(lines)")
    return try #require(rulebook.projectScope.tables.first { $0.name == "t" })
  }

  private func load(_ layer: String) throws -> Rulebook {
    try loadRulebook(
      sources: SmallCompany.extended(layer), timeZones: systemTimeZones, sha256: sha256)
  }

  /// nil when it is refused with findings of exactly these codes (without `policy.` or `cel.`).
  private func load(_ layer: String, expecting codes: Set<String>) throws -> Rulebook? {
    do {
      return try load(layer)
    } catch let report as DiagnosticReport {
      let found = Set(report.diagnostics.map { String($0.code.split(separator: ".")[1]) })
      #expect(found == codes, "\(report.diagnostics.map(\.message.en))")
      return nil
    }
  }
}

/// A table in its own terms: every value of every kind is a small whole number, -1 is null.
private struct RandomTable {
  enum Column: CaseIterable {
    case money, choice, optionalCount, date, flag, span

    var expression: String {
      switch self {
      case .money: "facts.margin"
      case .choice: "facts.market"
      case .optionalCount: "facts.score"
      case .date: "original.finish"
      case .flag: "facts.margin > 5"
      case .span: "baseline.finish - original.finish"
      }
    }

    var range: ClosedRange<Int> {
      switch self {
      case .choice: 0...2
      case .flag: 0...1
      case .optionalCount: -1...5
      case .money, .date, .span: 0...9
      }
    }

    var isOrdered: Bool { self != .choice && self != .flag }

    func random(_ dice: inout Dice) -> Int { dice.roll(range) }

    func text(_ number: Int) -> String {
      if number < 0 { return "null" }
      switch self {
      case .money: return "0.0\(number)"
      case .choice: return ["strategic", "key", "normal"][number]
      case .optionalCount: return "\(number)"
      case .date: return "2026-06-1\(number)"
      case .flag: return number == 1 ? "true" : "false"
      case .span: return "\(number) days"
      }
    }

    func value(_ number: Int) -> Value {
      if number < 0 { return .null }
      switch self {
      case .money: return .decimal(Decimal(text(number))!)
      case .choice: return .string(text(number))
      case .optionalCount: return .int(Int64(number))
      case .date: return .date(CivilDate(text(number))!)
      case .flag: return .bool(number == 1)
      case .span: return .duration(TimeSpan(days: number)!)
      }
    }
  }

  indirect enum Cell {
    case anything
    case oneOf([Int])
    case compared(String, Int)
    case between(Int, Int, Bool, Bool)
    case not(Cell)

    func text(_ column: Column) -> String {
      switch self {
      case .anything: "-"
      case .oneOf(let numbers): numbers.map(column.text).joined(separator: ", ")
      case .compared(let sign, let number): "\(sign) \(column.text(number))"
      case .between(let low, let high, let first, let last):
        "\(first ? "[" : "(")\(column.text(low))..\(column.text(high))\(last ? "]" : ")")"
      case .not(let cell): "not(\(cell.text(column)))"
      }
    }

    func matches(_ number: Int) -> Bool {
      switch self {
      case .anything: return true
      case .oneOf(let numbers): return numbers.contains(number)
      case .not(let cell): return number >= 0 && !cell.matches(number)
      case .compared, .between: break
      }
      guard number >= 0 else { return false }
      switch self {
      case .compared("<", let bound): return number < bound
      case .compared("<=", let bound): return number <= bound
      case .compared(">", let bound): return number > bound
      case .compared(_, let bound): return number >= bound
      case .between(let low, let high, let first, let last):
        return (first ? number >= low : number > low) && (last ? number <= high : number < high)
      case .anything, .oneOf, .not: return false
      }
    }
  }

  let name: String
  let columns: [Column]
  let hit: String
  /// Whether each output is one of A, B, C; else a whole number.
  let outputs: [Bool]
  let rules: [(cells: [Cell], results: [Int])]
  let fallback: [Int]?

  init(name: String, _ dice: inout Dice) {
    self.name = name
    columns = (0..<dice.roll(1...3)).map { _ in Column.allCases[dice.roll(0...5)] }
    let hits = [
      "unique", "any", "priority", "first", "rule order", "output order", "collect list",
      "collect sum", "collect min", "collect max", "collect count",
    ]
    hit = hits[dice.roll(0...hits.count - 1)]
    let ranks = hit == "priority" || hit == "output order"
    let numbers = ["collect sum", "collect min", "collect max"].contains(hit)
    let single = numbers || hit == "collect count"
    let outputs = (0..<(single ? 1 : dice.roll(1...2))).map { _ in
      ranks || !numbers && dice.roll(0...1) == 0
    }
    self.outputs = outputs
    let columns = columns
    rules = (0..<dice.roll(1...6)).map { _ in
      (columns.map { Self.cell($0, &dice) }, outputs.map { _ in dice.roll(0...2) })
    }
    fallback = dice.roll(0...1) == 0 ? nil : outputs.map { _ in dice.roll(0...2) }
  }

  static func cell(_ column: Column, _ dice: inout Dice) -> Cell {
    let plain = max(0, column.range.lowerBound)...column.range.upperBound
    switch dice.roll(0...(column.isOrdered ? 7 : 3)) {
    case 0: return .anything
    case 1: return .oneOf([dice.roll(column.range)])
    case 2: return .oneOf([dice.roll(column.range), dice.roll(plain)])
    case 3: return .not(.oneOf([dice.roll(plain)]))
    case 4: return .not(.compared(["<", "<=", ">", ">="][dice.roll(0...3)], dice.roll(plain)))
    case 5, 6: return .compared(["<", "<=", ">", ">="][dice.roll(0...3)], dice.roll(plain))
    default:
      return .between(
        dice.roll(plain), dice.roll(plain), dice.roll(0...1) == 0, dice.roll(0...1) == 0)
    }
  }

  func text(_ result: Int, _ output: Int) -> String {
    outputs[output] ? ["A", "B", "C"][result] : "\(result)"
  }

  var yaml: String {
    func row(_ results: [Int]) -> [String] { results.indices.map { text(results[$0], $0) } }
    var lines = [
      "  \(name):", "    hit: \(hit)",
      "    inputs: {"
        + columns.indices.map { "c\($0): \"\(columns[$0].expression)\"" }.joined(separator: ", ")
        + "}",
      "    outputs: {"
        + outputs.indices.map { "o\($0): \(outputs[$0] ? "[A, B, C]" : "integer")" }
        .joined(separator: ", ") + "}",
      "    rules:",
    ]
    for rule in rules {
      let cells = zip(rule.cells, columns).map { "\"\($0.text($1))\"" } + row(rule.results)
      lines.append("      - [\(cells.joined(separator: ", "))]")
    }
    if let fallback {
      lines.append("    default: [\(defaultRow(fallback).joined(separator: ", "))]")
    }
    return lines.joined(separator: "\n")
  }

  private func defaultRow(_ fallback: [Int]) -> [String] {
    // The default of a count is a number whatever is counted.
    hit == "collect count" ? ["\(fallback[0])"] : fallback.indices.map { text(fallback[$0], $0) }
  }

  /// What the table says, as text, by going through it as a person would.
  func outcome(_ point: [Int]) -> String {
    let hits = rules.indices.filter { rule in
      zip(rules[rule].cells, point).allSatisfy { $0.matches($1) }
    }
    let gathers = ["rule order", "output order", "collect list"].contains(hit)
    func line(_ outputs: [String], _ rules: [Int]) -> String {
      outputs.joined(separator: " | ") + " by \(rules)"
    }
    guard !hits.isEmpty else {
      guard let fallback else { return "error" }
      return line(defaultRow(fallback).map { gathers ? "[\($0)]" : $0 }, [])
    }
    func row(_ rule: Int) -> [String] {
      outputs.indices.map { text(rules[rule].results[$0], $0) }
    }
    func lists(_ order: [Int]) -> String {
      line(
        outputs.indices.map { column in
          "[" + order.map { row($0)[column] }.joined(separator: ", ") + "]"
        }, order)
    }
    // A before B before C, the first output counting most: their numbers read as digits.
    func weight(_ rule: Int) -> Int { rules[rule].results.reduce(0) { $0 * 10 + $1 } }
    let best = hits.map(weight).min() ?? 0
    let numbers = hits.map { rules[$0].results[0] }
    switch hit {
    case "unique": return hits.count == 1 ? line(row(hits[0]), hits) : "error"
    case "any": return Set(hits.map(row)).count == 1 ? line(row(hits[0]), hits) : "error"
    case "priority":
      let winners = hits.filter { weight($0) == best }
      return line(row(winners[0]), winners)
    case "first": return line(row(hits[0]), [hits[0]])
    case "rule order", "collect list": return lists(hits)
    case "output order":
      return lists((0...99).flatMap { weight in hits.filter { self.weight($0) == weight } })
    case "collect sum": return line(["\(numbers.reduce(0, +))"], hits)
    case "collect min": return line(["\(numbers.min()!)"], hits)
    case "collect max": return line(["\(numbers.max()!)"], hits)
    default: return line(["\(hits.count)"], hits)
    }
  }

  private func weight(_ rule: Int) -> Int { rules[rule].results.reduce(0) { $0 * 10 + $1 } }
}

/// Repeatable chance.
private struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func roll(_ range: ClosedRange<Int>) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return range.lowerBound + Int((state >> 33) % UInt64(range.count))
  }
}
