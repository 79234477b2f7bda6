import CEL
import Engine
import PolicyFiles
import TestKit
import Testing
import Workbench

/// Bands of an amount that meet exactly are fine; those that overlap or leave something out are errors of the check.
@Suite struct BandCases {
  /// What the check says of three bands, each with an example.
  private func check(_ low: String, _ middle: String, _ high: String) throws -> [String] {
    let sources = DeskRules.sources(
      "- {step: officer, role: officer, when: 'band.level != \"high\"'}\n- {step: director, role: director}",
      also: """
        tables:
          band:
            hit: unique
            inputs:  {amount: request.amount}
            outputs: {level: [low, middle, high]}
            rules:
              - ["\(low)", low]
              - ["\(middle)", middle]
              - ["\(high)", high]
        """)
    let rulebook = try loadRulebook(
      sources: sources, timeZones: systemTimeZones, sha256: sha256)
    return PolicyProof(rulebook).findings.filter { $0.grade == .error }.map {
      "\($0.code) \($0.witnesses.first?.text ?? "")"
    }
  }

  @Test("5 bands that overlap are an error of the check, with an amount in two of them")
  func overlap() throws {
    let found = try check("< 1000", "[1000..5000]", ">= 5000")
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("proof.overlap "))
    #expect(found[0].contains("amount = 5000"))
  }

  @Test("5 a gap between bands is an error of the check, with an amount in none of them")
  func gap() throws {
    let found = try check("< 1000", "(1000..5000)", ">= 5000")
    #expect(found.count == 1)
    #expect(found[0].hasPrefix("proof.gap "))
    #expect(found[0].contains("amount = 1000"))
  }

  @Test("5 bands that meet exactly are neither")
  func exact() throws {
    #expect(try check("< 1000", "[1000..5000)", ">= 5000") == [])
  }
}
