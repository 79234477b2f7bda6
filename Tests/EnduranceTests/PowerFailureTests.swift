import Engine
import Foundation
import SQLiteStorage
import TestKit
import Testing

/// Promise 2: no acknowledged decision is lost when the power fails.
///
/// `TOLLGATE_IMAGES=40000` is the nightly size; `TOLLGATE_SEED` repeats a run.
@Suite struct PowerFailures {
  private static let wanted = Endurance.size("TOLLGATE_IMAGES", 600)
  private static let seed = UInt64(Endurance.size("TOLLGATE_SEED", 2))
  private static let decisions = 8
  private static let (file, acks) = ("workspace.sqlite", "acks")

  @Test func loseNothingAcknowledgedAndDamageNothing() throws {
    try TemporaryFolder.with { folder in
      let (before, trace) = try Self.trace(in: folder)
      let broken = try Self.failures(
        trace, Disk(before), images: Self.wanted, stopAtFirst: false, in: folder)
      #expect(broken == [], "TOLLGATE_SEED=\(Self.seed)")
      Endurance.tell(2, "crash images", Self.wanted, failures: broken.count)
      // What `synchronous = NORMAL` leaves out: the sync of the journal's end, which is what commits.
      let careless = Disk(before) { $0 == Self.file + "-journal" && $1 }
      // A disk that syncs nothing at all.
      let forgetful = Disk(before) { _, _ in true }
      for (name, disk) in [
        ("the journal's end is not synced", careless), ("nothing is synced", forgetful),
      ] {
        let seen = try Self.failures(
          trace, disk, images: max(600, Self.wanted / 10), stopAtFirst: true, in: folder)
        #expect(seen.count == 1, "\(name)")
        Endurance.control(2, name, isSeen: !seen.isEmpty)
      }
    }
  }

  /// The files of a workspace, and everything that some decisions did to them.
  private static func trace(in folder: TemporaryFolder) throws -> (
    before: [String: [UInt8]], DiskTrace
  ) {
    let path = folder.path(file)
    let store = try SQLiteStore.create(at: path, sha256: sha256)
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: store)
    try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
    try Data().write(to: URL(fileURLWithPath: folder.path(acks)))
    var before: [String: [UInt8]] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
      before[name] = [UInt8](try Data(contentsOf: URL(fileURLWithPath: folder.path(name))))
    }
    let traced = folder.url.path + ".trace"
    defer { try? FileManager.default.removeItem(atPath: traced) }
    let probe = try #require(Program("store-probe"))
    let result = try probe.run(
      ["work", path, "w", "\(decisions)", folder.path(acks)],
      environment: try Faults().tracing(folder, to: traced))
    try #require(result.status == 0, "\(result.errors)")
    return (before, try DiskTrace(traced))
  }

  /// Lets the power fail at every step again and again; what was lost or damaged.
  private static func failures(
    _ trace: DiskTrace, _ whole: Disk, images: Int, stopAtFirst: Bool, in folder: TemporaryFolder
  ) throws -> [String] {
    var random = SeededGenerator(seed: seed)
    var broken: [String] = []
    var (tried, turn) = (0, 0)
    while tried < images {
      var disk = whole
      var told = 0
      for (number, step) in trace.steps.enumerated() where tried < images {
        disk.take(step)
        if case .write(acks, _, _) = step { told += 1 }
        let fates = turn == 0 ? Disk.Fate.allCases : [.chance]
        for fate in fates where tried < images {
          tried += 1
          let image = disk.image(fate, &random)
          guard let what = try problem(with: image, told: told, in: folder) else { continue }
          broken.append("step \(number), \(fate), \(told) told: \(what)")
          if stopAtFirst { return broken }
        }
      }
      turn += 1
    }
    return broken
  }

  /// nil: what was told is there, wholly, and nothing else but perhaps the next.
  private static func problem(with image: [String: [UInt8]], told: Int, in folder: TemporaryFolder)
    throws -> String?
  {
    for (name, bytes) in image where name != acks {
      try Data(bytes).write(to: URL(fileURLWithPath: folder.path(name)))
    }
    do {
      let store = try SQLiteStore.open(at: folder.path(file), sha256: sha256)
      let damage = try store.check()
      guard damage.isEmpty else { return "damaged: \(damage)" }
      let history = try store.history(of: .project("P-1"), after: 0, limit: 1000)
      let there = history.filter { $0.event.kind == "spent" }.count
      guard (told...told + 1).contains(there) else { return "\(there) decisions are there" }
      for number in 1...decisions {
        let isThere = try store.receipt(CommandID("w-\(number)")) != nil
        guard isThere == (number <= there) else { return "receipt \(number): \(isThere)" }
      }
      guard let project = try store.project("P-1"), project.version == history.count,
        project.spent.description == "\(there)"
      else { return "the state is not that of the log" }
      return nil
    } catch {
      return "\(error)"
    }
  }
}
