import CEL
import Diagnostics
import Engine
import Testing

@testable import PolicyFiles

@Suite struct DirectoryReading {
  private func findings(_ text: String, roles: [RoleName]? = ["executive", "sales_director"])
    -> [String]
  {
    switch Result(
      catching: { () throws(DiagnosticReport) in
        try loadDirectory(SourceFile(name: "people.yaml", text: text), roles: roles)
      })
    {
    case .success: []
    case .failure(let report):
      report.diagnostics.map { "\($0.span?.start.line ?? 0) \($0.code): \($0.message.en)" }
    }
  }

  @Test func peopleAreReadWithEverythingAboutThem() throws {
    let people = try loadDirectory(
      SourceFile(
        name: "people.yaml",
        text: """
          directory: acme
          people:
            li.wei:
              name: {en: Li Wei, zh: 李伟}
              rank: 3
              manager: zhao
              accounts: [liwei, lw]
              roles:
                - sales_director
                - {role: executive, from: 2026-01-01, until: 2027-01-01}
            zhao: {name: Zhao}
            li.private: {name: Li, alias_of: li.wei, left_on: 2026-05-01}
          """))
    #expect(people.map(\.id) == ["li.wei", "zhao", "li.private"])
    let li = people[0]
    #expect(li.name == Bilingual("Li Wei", zh: "李伟"))
    #expect(li.rank == 3)
    #expect(li.manager == "zhao")
    #expect(li.accounts == ["liwei", "lw"])
    #expect(
      li.holdings == [
        .init(role: "sales_director"),
        .init(role: "executive", from: CivilDate("2026-01-01"), until: CivilDate("2027-01-01")),
      ])
    #expect(people[2].aliasOf == "li.wei")
    #expect(people[2].leftOn == CivilDate("2026-05-01"))
  }

  @Test func everyMistakeIsToldAtOnce() {
    let text = """
      people:
        Li Wei: {name: Li}
        ana: {name: Ana, rank: high, manger: bo}
        bo: {name: Bo, manager: anna, accounts: [bo]}
        cy: {name: Cy, roles: [excutive], accounts: [bo]}
        di: {name: Di, roles: [{role: executive, from: 2026-02-01, until: 2026-01-01}]}
        ed: {name: Ed, roles: [executive, {role: executive, from: 2026-01-01}]}
        flo: {manager: flo}
        gus: {name: Gus, alias_of: hal}
        hal: {name: Hal, alias_of: ana}
        ida: {name: Ida, manager: jon}
        jon: {name: Jon, manager: ida}
        kim: {name: Kim, left_on: 2026-02-30}
      """
    #expect(
      findings(text) == [
        "2 directory.invalid-id: `Li Wei` cannot be an id",
        "3 directory.unexpected: expected a whole number from 0 to 100, found `high`",
        "3 directory.unknown-key: unknown key `manger` in person `ana`",
        "4 directory.unknown-person: unknown person `anna`",
        "5 directory.unknown-role: unknown role `excutive`",
        "5 directory.repeated: account `bo` belongs to `bo`",
        "6 directory.empty-range: the role ends before it begins; `until` is the first day it is no longer held",
        "7 directory.repeated: role `executive` is given twice for the same days",
        "8 directory.missing-key: person `flo` lacks `name`",
        "8 directory.circle: `flo` refers to itself",
        "9 directory.alias-of-alias: `hal` is itself an alias",
        "12 directory.circle: a reporting line leads back: ida → jon → ida",
        "13 directory.unexpected: expected a date such as `2026-10-01`, found `2026-02-30`",
      ])
  }

  @Test func aRoleMayBeHeldTwiceAtDifferentTimes() {
    #expect(
      findings(
        """
        people:
          ed: {name: Ed, roles: [{role: executive, until: 2026-01-01}, {role: executive, from: 2026-01-01}]}
        """) == [])
  }

  @Test func whoeverIsKnownAlreadyMayBeReferredTo() throws {
    let source = SourceFile(name: "p", text: "people:\n  a: {name: A, manager: boss}\n")
    #expect(try loadDirectory(source, known: ["boss"]).map(\.manager) == ["boss"])
    #expect(throws: DiagnosticReport.self) { try loadDirectory(source) }
  }

  @Test func ceilingsAndAbsencesAreRead() throws {
    let people = try loadDirectory(
      SourceFile(
        name: "people.yaml",
        text: """
          people:
            gao: {name: Gao, ceiling: unlimited}
            li:
              name: Li
              ceiling: 200000.50 CNY
              absences:
                - {from: 2026-10-12, until: 2026-10-13}
                - {from: 2026-10-01, until: 2026-10-08, reason: holiday}
            wu: {name: Wu}
          """), currency: "CNY")
    #expect(
      people.map(\.ceiling) == [.unlimited, .amount(try #require(Decimal("200000.50"))), nil])
    #expect(people[1].absences.map(\.reason) == ["holiday", ""], "in the order of their days")
    #expect(people[1].absences[0].from == CivilDate("2026-10-01"))
    #expect(people[1].absences[0].until == CivilDate("2026-10-08"))
  }

  @Test func ceilingsAndAbsencesThatMeanNothingAreRefusedAtTheirPlaces() {
    let text = """
      people:
        a: {name: A, ceiling: 200000}
        b: {name: B, ceiling: 200000 EUR}
        c: {name: C, ceiling: -1 CNY}
        d: {name: D, ceiling: none}
        e: {name: E, absences: [{from: 2026-10-08, until: 2026-10-08}]}
        f: {name: F, absences: [{from: 2026-10-01}]}
        g:
          name: G
          absences: [{from: 2026-10-01, until: 2026-10-08}, {from: 2026-10-07, until: 2026-10-09}]
        h: {name: H, absences: [{from: 2026-10-01, until: 2026-10-02, why: x}]}
        i: {name: I, ceiling: 1 cny}
      """
    guard
      case .failure(let report) = Result(
        catching: { () throws(DiagnosticReport) in
          try loadDirectory(SourceFile(name: "people.yaml", text: text), currency: "CNY")
        })
    else {
      Issue.record("nothing was found")
      return
    }
    #expect(
      report.diagnostics.map { "\($0.span?.start.line ?? 0) \($0.code)" } == [
        "2 directory.unexpected", "3 directory.other-currency", "4 directory.unexpected",
        "5 directory.unexpected", "6 directory.empty-range", "7 directory.missing-key",
        "10 directory.repeated", "11 directory.unknown-key", "12 directory.unexpected",
      ])
  }

  @Test func anyCurrencyWillDoWhileNoneIsInForce() throws {
    let source = SourceFile(name: "p", text: "people:\n  a: {name: A, ceiling: 5 EUR}\n")
    #expect(try loadDirectory(source).first?.ceiling == .amount(Decimal(5)))
  }
}
