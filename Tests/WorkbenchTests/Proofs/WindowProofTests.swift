import CEL
import Engine
import PolicyFiles
import TestKit
import Testing
import Workbench

/// Rolling windows are an input of their own to proofs and comparisons.
@Suite struct WindowsInProofs {
  private static func sources(_ condition: String, days: Int = 90, sum: String = "request.amount")
    -> RulebookSources
  {
    DeskRules.sources(
      "- {step: director, role: director}\n- {step: executive, role: executive, when: \(condition)}",
      also: """
        limits: {large: 100000 CNY}
        windows: {asked: {sum: \(sum), of: [ask], by: submitter, within: \(days) days}}
        measures: {total: {is: windows.asked, worse: up}}
        """)
  }

  private func rulebook(_ sources: RulebookSources) throws -> Rulebook {
    try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
  }

  private func found(_ condition: String) throws -> [String] {
    PolicyProof(try rulebook(Self.sources(condition))).findings.map(\.code)
  }

  @Test func aConditionOnAWindowIsProvedLikeAnyOther() throws {
    #expect(try found("windows.asked > limits.large") == [])
    #expect(try found("windows.asked > limits.large || request.amount > 90000") == [])
    #expect(try found("total > limits.large") == [])
    #expect(try found("windows.asked < 0") == ["proof.never-asked"])
    #expect(try found("windows.asked >= 0") == ["proof.always-asked"])
  }

  @Test func whatCannotBeFollowedIsSaidToBeNotProved() throws {
    let codes = try found("windows.asked * request.amount > 5")
    #expect(codes.contains("proof.not-proved"), "\(codes)")
  }

  @Test func aWindowThatAddsUpOtherwiseIsTold() throws {
    let old = try rulebook(Self.sources("windows.asked > limits.large"))
    let shorter = try rulebook(Self.sources("windows.asked > limits.large", days: 30))
    let difference = try PolicyDiff(from: old, to: shorter)
    #expect(
      difference.rules.map(\.text.en) == [
        "window `asked`: request.amount of ask by submitter within 90 days → request.amount of ask by submitter within 30 days"
      ])
    #expect(try PolicyDiff(from: old, to: old).rules.isEmpty)
    let without = try rulebook(DeskRules.sources("- {step: director, role: director}"))
    #expect(
      try PolicyDiff(from: without, to: old).rules.map(\.text.en) == [
        "new window `asked`: request.amount of ask by submitter within 90 days"
      ])
    #expect(
      try PolicyDiff(from: old, to: without).rules.first?.text.en.hasPrefix(
        "window `asked` is gone")
        == true)
  }

  @Test func anotherLimitOfTheSumChangesExactlyTheSumsBetween() throws {
    let difference = try PolicyDiff(
      from: try rulebook(Self.sources("windows.asked > limits.large")),
      to: try rulebook(Self.sources("windows.asked > 50000")))
    #expect(difference.rules.isEmpty && difference.notCompared.isEmpty)
    let change = try #require(difference.changes.first)
    #expect(change.before == ["director"] && change.after == ["director", "executive"])
    let example = try #require(change.example.facts.first { $0.name == "windows.asked" })
    let sum = try #require(Decimal(example.value))
    #expect(sum > Decimal(50_000) && sum <= Decimal(100_000))
  }
}
