import Engine
import Foundation
import SQLiteStorage
import TestKit
import Testing

/// Promise 5 on a file: processes at once are as if one after the other, and kills between them change nothing.
///
/// The nightly run takes `TOLLGATE_RACES=1000` histories of `TOLLGATE_PROCESSES=32`; PostgreSQL has its own race of 64 clients.
@Suite struct ManyProcesses {
  private static let races = Endurance.size("TOLLGATE_RACES", 2)
  private static let processes = Endurance.size("TOLLGATE_PROCESSES", 6)
  private static let turns = 7
  private static let seed = UInt64(Endurance.size("TOLLGATE_SEED", 5))

  @Test func areAsIfOneAfterTheOther() throws {
    var random = SeededGenerator(seed: Self.seed)
    var (operations, killed) = (0, 0)
    for race in 0..<Self.races {
      try TemporaryFolder.with { folder in
        let answers = try Self.race(in: folder, &random, &killed)
        operations += answers.count
        #expect(Self.disorder(of: answers, in: folder) == nil, "race \(race)")
        guard race == 0 else { return }
        // What the check is there for: a decision that was lost, one that stands twice, and one that overtook another.
        var swapped = answers.sorted { $0.versions.lowerBound < $1.versions.lowerBound }
        let last = swapped[swapped.count - 1].versions
        swapped[swapped.count - 1].versions = swapped[0].versions
        swapped[0].versions = last
        var twice = answers
        twice[0].versions = answers[1].versions
        var lost = answers
        lost[0].command = "nobody-0"
        for (name, answers) in [("overtaken", swapped), ("twice", twice), ("lost", lost)] {
          let isSeen = Self.disorder(of: answers, in: folder) != nil
          #expect(isSeen, "\(name)")
          Endurance.control(5, "a decision \(name)", isSeen: isSeen)
        }
      }
    }
    Endurance.tell(
      5, "operations of \(Self.races) races of processes, \(killed) killed", operations)
  }

  struct Answer {
    var command: CommandID
    let asked: UInt64
    let told: UInt64
    var versions: ClosedRange<Int>
  }

  private static func race(
    in folder: TemporaryFolder, _ random: inout SeededGenerator, _ killed: inout Int
  ) throws -> [Answer] {
    let path = folder.path("workspace.sqlite")
    let store = try SQLiteStore.create(at: path, sha256: sha256)
    _ = try SmallCompany.runningProject(in: SmallCompany.company(store))
    let probe = try #require(Program("store-probe"))
    let running = try (0..<processes).map {
      try probe.start(["spend", path, "p\($0)", "\(turns)"])
    }
    for (index, process) in running.enumerated() where index % 4 == 3 {
      usleep(UInt32.random(in: 10_000...120_000, using: &random))
      process.kill()
      killed += 1
    }
    return try running.enumerated().flatMap { index, process -> [Answer] in
      let result = process.finish()
      #expect(result.status == 0 || index % 4 == 3, "\(result.errors)")
      return try result.output.split(separator: "\n").compactMap { line -> Answer? in
        let words = line.split(separator: " ")
        // Killed in the middle of a word.
        guard words.count == 6, let asked = UInt64(words[1]), let told = UInt64(words[2]),
          let first = Int(words[3]), let last = Int(words[4])
        else {
          try #require(index % 4 == 3)
          return nil
        }
        return Answer(
          command: CommandID(String(words[0])), asked: asked, told: told, versions: first...last)
      }
    }
  }

  /// nil: there is one order of all decisions in which each that was told before another was asked for comes before it,
  /// each is there once, and the state is their sum.
  private static func disorder(of answers: [Answer], in folder: TemporaryFolder) -> String? {
    do {
      let store = try SQLiteStore.open(at: folder.path("workspace.sqlite"), sha256: sha256)
      var latestAsked: UInt64 = 0
      var next = 0
      for answer in answers.sorted(by: { $0.versions.lowerBound < $1.versions.lowerBound }) {
        guard try store.receipt(answer.command)?.versions == answer.versions else {
          return "\(answer.command) is not where it was told to be"
        }
        guard answer.versions.lowerBound >= next else { return "two at \(next)" }
        next = answer.versions.upperBound + 1
        guard answer.told > latestAsked else { return "\(answer.command) was overtaken" }
        latestAsked = max(latestAsked, answer.asked)
      }
      let history = try store.history(of: .project("P-1"), after: 0, limit: 100_000)
      let spent = history.filter { $0.event.kind == "spent" }
      guard Set(spent.map(\.envelope.command)).count == spent.count else { return "one twice" }
      guard spent.count >= answers.count,
        try store.project("P-1")?.spent.description == "\(spent.count)"
      else { return "the state is not the sum" }
      return try store.check().isEmpty ? nil : "damaged"
    } catch {
      return "\(error)"
    }
  }
}
