import CEL
import Foundation
import Testing

import struct CEL.Decimal

@Suite("Numbers against Python's decimal and fractions")
struct DecimalOracleTests {
  /// At least 100,000 are asked for by the project's plan.
  static let count = 120_000
  static let seed = ProcessInfo.processInfo.environment["DECIMAL_SEED"] ?? "1"

  @Test("every calculation has Python's answer")
  func everyLine() throws {
    let oracle = Oracle(name: "decimal-oracle")
    guard let lines = try oracle.lines([String(Self.count), Self.seed]) else { return }
    var wrong = 0
    for line in lines {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      let answer = Self.answer(words[0], Array(words[1..<words.count - 2]))
      if answer != words[words.count - 1] {
        wrong += 1
        if wrong <= 20 { Issue.record("\(line), not \(answer)") }
      }
    }
    #expect(wrong == 0)
    #expect(lines.count == Self.count)
    print("decimal-oracle: \(lines.count) calculations with seed \(Self.seed), \(wrong) wrong")
  }

  static func answer(_ operation: String, _ arguments: [String]) -> String {
    do {
      return try calculate(operation, arguments)
    } catch ArithmeticError.overflow {
      return "!overflow"
    } catch ArithmeticError.divisionByZero {
      return "!zero"
    } catch ArithmeticError.scaleOutOfRange {
      return "!scale"
    } catch {
      return "!\(error)"
    }
  }

  struct Unreadable: Error {
    let text: String
  }

  static func decimal(_ text: String) throws -> Decimal {
    guard let decimal = Decimal(text) else { throw Unreadable(text: text) }
    return decimal
  }

  static func ratio(_ text: String) throws -> Ratio {
    guard let ratio = Ratio(text) else { throw Unreadable(text: text) }
    return ratio
  }

  static func rule(_ text: String) throws -> RoundingRule {
    guard let rule = RoundingRule(rawValue: text) else { throw Unreadable(text: text) }
    return rule
  }

  static func calculate(_ operation: String, _ words: [String]) throws -> String {
    switch operation {
    case "add": return try "\(decimal(words[0]).adding(decimal(words[1])))"
    case "sub": return try "\(decimal(words[0]).subtracting(decimal(words[1])))"
    case "mul": return try "\(decimal(words[0]).multiplying(decimal(words[1])))"
    case "div": return try "\(decimal(words[0]).divided(by: decimal(words[1])))"
    case "divround":
      return try decimal(words[0]).divided(by: decimal(words[1]))
        .rounded(toScale: Int(words[2]) ?? -1, rule(words[3])).description
    case "round":
      return try decimal(words[0]).rounded(toScale: Int(words[1]) ?? -1, rule(words[2])).description
    case "parse": return Decimal(words[0])?.description ?? "!none"
    case "int": return try decimal(words[0]).integerValue.map(String.init) ?? "!none"
    case "cmp": return try order(decimal(words[0]), decimal(words[1]))
    case "radd": return try "\(ratio(words[0]).adding(ratio(words[1])))"
    case "rsub": return try "\(ratio(words[0]).subtracting(ratio(words[1])))"
    case "rmul": return try "\(ratio(words[0]).multiplying(ratio(words[1])))"
    case "rdiv": return try "\(ratio(words[0]).divided(by: ratio(words[1])))"
    case "rcmp": return try order(ratio(words[0]), ratio(words[1]))
    case "rdec":
      let (left, right) = try (ratio(words[0]), decimal(words[1]))
      let sign = left.order(to: right).signum()
      // The reading as one kind of number must give the same order.
      return ExactNumber(left).order(to: ExactNumber(right)).signum() == sign ? "\(sign)" : "!order"
    case "rround":
      return try ratio(words[0]).rounded(toScale: Int(words[1]) ?? -1, rule(words[2])).description
    default: throw Unreadable(text: operation)
    }
  }

  /// -1, 0 or 1, when both directions, equality and hashes say the same.
  static func order<Number: Comparable & Hashable>(_ left: Number, _ right: Number) -> String {
    let answers = (left < right, right < left, left == right)
    switch answers {
    case (true, false, false): return "-1"
    case (false, true, false): return "1"
    case (false, false, true): return left.hashValue == right.hashValue ? "0" : "!hash"
    default: return "!order \(answers)"
    }
  }
}
