import Engine
import SQLiteStorage
import TestKit
import Testing

/// Promise 4: nothing twice, however often it is sent.
///
/// `TOLLGATE_RESENDS=100000` is the nightly size.
@Suite struct Resending {
  private static let wanted = Endurance.size("TOLLGATE_RESENDS", 1_500)
  private static let seed = UInt64(Endurance.size("TOLLGATE_SEED", 4))

  @Test func doesNothingTwice() throws {
    let (commands, twice) = try send(Self.wanted) { number, _ in CommandID("s-\(number)") }
    #expect(twice == 0)
    Endurance.tell(4, "re-sends of \(commands) commands", Self.wanted, failures: twice)
    // A client that makes a new id for each try, as a double click would.
    let (_, again) = try send(200) { number, attempt in CommandID("s-\(number)-\(attempt)") }
    #expect(again > 0)
    Endurance.control(4, "a new id for each try", isSeen: again > 0)
  }

  /// Sends commands, most of them again; how many there were, and how many took effect more than once or not at all.
  private func send(_ times: Int, id: (Int, Int) -> CommandID) throws -> (commands: Int, Int) {
    try TemporaryFolder.with { folder in
      let store = try SQLiteStore.create(at: folder.path("workspace.sqlite"), sha256: sha256)
      let company = try SmallCompany.company(store)
      let project = try SmallCompany.runningProject(in: company)
      let before = try company.project(project)
      var random = SeededGenerator(seed: Self.seed)
      var commands = 0
      var wrong = 0
      for attempt in 0..<times {
        let isNew = commands == 0 || Int.random(in: 0..<10, using: &random) == 0
        let number = isNew ? commands : Int.random(in: 0..<commands, using: &random)
        if isNew { commands += 1 }
        let outcome = try company.order(
          "li", spend("1"), on: .project(project), id: id(number, attempt))
        if outcome.isRepetition == isNew { wrong += 1 }
        guard attempt % 50 == 0 else { continue }
        // The same id with another body is somebody's mistake, and refused.
        let other = #expect(throws: Refusal.self) {
          try company.order("li", spend("2"), on: .project(project), id: id(number, attempt))
        }
        #expect(other?.code == .commandReused)
      }
      let after = try company.project(project)
      #expect(after.version - before.version >= commands)
      if after.spent.description != "\(commands)" { wrong += 1 }
      return (commands, wrong)
    }
  }

  private func spend(_ amount: String) -> Order {
    .submit(action: "spend", values: ["amount": amount], attachments: [:], reason: "")
  }
}
