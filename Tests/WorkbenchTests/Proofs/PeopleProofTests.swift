import CEL
import Engine
import PolicyFiles
import TestKit
import Testing
import Workbench

/// Whether the people there are could sign: every mode, in series and in parallel, with authority by amount.
@Suite struct PeopleWhoCouldSign {
  private static func person(
    _ id: PersonID, _ roles: RoleName..., ceiling: Ceiling? = nil, alias: PersonID? = nil,
    manager: PersonID? = nil
  ) -> Person {
    Person(
      id: id, name: .init(verbatim: id.text), rank: 1, manager: manager, ceiling: ceiling,
      aliasOf: alias, holdings: roles.map { .init(role: $0) })
  }

  /// The errors that the proof finds about the people, and whether it says that something is not proved.
  private func errors(_ chain: String, _ people: [Person], isProved: Bool = true) throws -> [String]
  {
    let rulebook = try loadRulebook(
      sources: DeskRules.sources(chain), timeZones: systemTimeZones, sha256: sha256)
    let today = try #require(CivilDate(year: 2026, month: 3, day: 2))
    let proof = PolicyProof(
      rulebook, company: .init(directory: Directory(people: people), today: today))
    #expect(proof.notProved.isEmpty == isProved, "\(proof.notProved.map(\.message.en))")
    return proof.findings.filter { $0.grade == .error }.map(\.code)
  }

  private let impossible = ["proof.impossible-chain"]

  @Test func aQuorumNeedsSoManyHumansNotEntries() throws {
    let chain = "- {step: board, any: [director, officer], quorum: 3}"
    let two = [Self.person("a", "director"), Self.person("b", "officer")]
    #expect(try errors(chain, two) == impossible)
    #expect(try errors(chain, two + [Self.person("b2", "director", alias: "b")]) == impossible)
    #expect(try errors(chain, two + [Self.person("c", "director")]) == [])
  }

  @Test func whoSignedOneStepIsMissingInTheQuorumOfTheNext() throws {
    let chain = """
      - {step: head, role: director}
      - {step: board, any: [director, officer], quorum: 2}
      """
    let two = [Self.person("a", "director"), Self.person("b", "officer")]
    #expect(try errors(chain, two) == impossible)
    #expect(try errors(chain, two + [Self.person("c", "officer")]) == [])
  }

  @Test func aVoteCarriesOnlyWithTheWeightThatItNeeds() throws {
    func chain(_ needs: String) -> String {
      "- {step: head, role: director}\n- {step: board, vote: {director: 2, officer: 1}, needs: \(needs)}"
    }
    // a has signed as head, so of three votes one is left.
    let people = [Self.person("a", "director"), Self.person("b", "officer")]
    #expect(try errors(chain("1"), people) == [])
    #expect(try errors(chain("half"), people) == impossible)
    #expect(try errors(chain("half"), people + [Self.person("c", "director")]) == [])
  }

  @Test func stepsAtTheSameTimeNeedDifferentPeopleToo() throws {
    let chain = """
      - together:
          - {step: money, any: [director, officer]}
          - {step: law, role: director}
      """
    let one = [Self.person("a", "director", "officer")]
    #expect(try errors(chain, one) == impossible)
    // Only b can do the one and only a the other: the order of the steps must not mislead.
    #expect(try errors(chain, one + [Self.person("b", "officer")]) == [])
  }

  @Test func everyOneOfAllIsAnotherHuman() throws {
    let chain = "- {step: both, all: [director, officer]}"
    let one = [Self.person("a", "director", "officer")]
    #expect(try errors(chain, one) == impossible)
    #expect(try errors(chain, one + [Self.person("a2", "officer", alias: "a")]) == impossible)
    #expect(try errors(chain, one + [Self.person("b", "director")]) == [])
  }

  @Test func aConstantAmountIsHeldAgainstTheAuthorityOfThosePresent() throws {
    let chain = "- {step: head, role: director, covers: 5000.00}"
    #expect(try errors(chain, [Self.person("a", "director")]) == impossible)
    #expect(
      try errors(chain, [Self.person("a", "director", ceiling: .amount(Decimal(4_999)))])
        == impossible)
    #expect(
      try errors(chain, [Self.person("a", "director", ceiling: .amount(Decimal(5_000)))]) == [])
    #expect(try errors(chain, [Self.person("a", "director", ceiling: .unlimited)]) == [])
  }

  @Test func anAmountOfTheRequestIsNotGuessed() throws {
    let chain = "- {step: head, role: director, covers: request.amount}"
    let people = [Self.person("a", "director", ceiling: .amount(Decimal(5_000)))]
    #expect(try errors(chain, people, isProved: false) == [])
    // Where the conditions tell amounts apart, each is looked at.
    let apart =
      "- {step: head, role: director, covers: request.amount, when: request.amount > 5000}\n"
    #expect(
      try errors(apart + "- {step: low, role: officer}", people + [Self.person("b", "officer")])
        == impossible)
  }
}
