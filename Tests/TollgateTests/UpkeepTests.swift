import Foundation
import TestKit
import Testing

/// Backup, restore and the doctor, as the operator runs them.
@Suite struct Upkeep {
  @Test func aBackupBringsBackWhatItHolds() throws {
    try Company.atWork { company in
      let before = try company.history()
      let backup = try company.answer("backup", "copy.sqlite")
      try company.fileAdjustment()
      let after = try company.history()

      // Decisions that the backup has not are not given up unasked.
      let refused = try company.refused("restore", "copy.sqlite", exit: 1)
      let reason = refused.error?["reason"] as? String
      #expect(reason?.contains("holds 2 events") == true, "\(reason ?? "")")
      #expect(try company.history() == after)

      let restored = try company.answer("restore", "copy.sqlite", "--replace")
      #expect(restored.text("digest") == backup.text("digest"))
      #expect(try company.history() == before)
      // What was there is kept, whole.
      let kept = try #require(restored.text("kept"))
      let old = try company.done("history", "P-1", "--json", "--workspace", kept).out
      #expect(after.hasPrefix(old))
      // Work goes on where the backup ended.
      try company.fileAdjustment()
      #expect(try company.answer("doctor").json["healthy"] as? Bool == true)
    }
  }

  /// A backup that an earlier version of the program wrote is brought up to date on its way, and itself stays as it is.
  @Test func anOlderBackupIsBroughtUpToDate() throws {
    try Company.founded { company in
      let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("AuditTests/Goldens/v1.sqlite")
      let backup = company.folder.url.appendingPathComponent("older.sqlite")
      try FileManager.default.copyItem(at: golden, to: backup)
      try company.done("restore", "older.sqlite", "--workspace", "newer.sqlite")
      #expect(try Data(contentsOf: backup) == Data(contentsOf: golden))
      let report = try company.answer("audit", "verify", "--workspace", "newer.sqlite")
      #expect(report.json["verdict"] as? String == "intact")
      #expect(report.json["events"] as? Int == 226)
    }
  }

  @Test func nothingIsWrittenWithDryRun() throws {
    try Company.founded { company in
      try company.done("backup", "copy.sqlite", "--dry-run")
      #expect(!FileManager.default.fileExists(atPath: company.folder.path("copy.sqlite")))
      try company.done("backup", "copy.sqlite")
      try company.done("restore", "copy.sqlite", "--dry-run")
      try company.done("store", "copy", "tollgate.sqlite", "other.sqlite", "--dry-run")
      let files = try FileManager.default.contentsOfDirectory(atPath: company.folder.url.path)
      #expect(!files.contains { $0.contains("replaced") || $0.contains("restoring") })
      #expect(!files.contains("other.sqlite"))
    }
  }

  @Test func aBackupIsNeverOverwritten() throws {
    try Company.founded { company in
      try company.done("backup", "copy.sqlite")
      #expect(try company.refused("backup", "copy.sqlite", exit: 1).code == "exists")
      #expect(
        try company.refused("store", "copy", "tollgate.sqlite", "copy.sqlite", exit: 1).code
          == "exists")
    }
  }

  /// A byte anywhere in what the log says: the backup is refused and the workspace stays as it is.
  @Test func anAlteredBackupReplacesNothing() throws {
    try Company.atWork { company in
      try company.done("backup", "copy.sqlite")
      let copy = company.folder.url.appendingPathComponent("copy.sqlite")
      var bytes = try Data(contentsOf: copy)
      // The title of the project, as the log has it: the first time it stands in the file.
      let place = try #require(bytes.range(of: Data("\"title\":\"Metro\"".utf8)))
      bytes[place.upperBound - 2] = UInt8(ascii: "a")
      try bytes.write(to: copy)
      let before = try company.history()
      #expect(try company.program.run(["restore", "copy.sqlite", "--replace"]).status == 1)
      #expect(try company.history() == before)
      let files = try FileManager.default.contentsOfDirectory(atPath: company.folder.url.path)
      #expect(!files.contains { $0.contains("replaced") || $0.contains("restoring") }, "\(files)")
    }
  }

  @Test func aDamagedWorkspaceIsSeenAndReplaced() throws {
    try Company.atWork { company in
      let before = try company.history()
      try company.done("backup", "copy.sqlite")
      let file = try FileHandle(forWritingTo: company.database)
      try file.seek(toOffset: 4096)
      try file.write(contentsOf: Data(repeating: 0xFF, count: 8 * 4096))
      try file.close()
      #expect(try company.program.run(["doctor"]).status == 1)
      let kept = try #require(try company.answer("restore", "copy.sqlite").text("kept"))
      #expect(FileManager.default.fileExists(atPath: company.folder.path(kept)))
      #expect(try company.history() == before)
    }
  }

  @Test func theDoctorSeesOpenPermissionsAndAClockSetBack() throws {
    try Company.founded { company in
      func expect(_ expected: [String], at location: SourceLocation = #_sourceLocation) throws {
        let result = try company.program.run(["doctor", "--json"])
        let checks = try Answer(result.out).list("checks")
        let found = checks.filter { $0["grade"] as? String == "problem" }
        #expect(result.status == (found.isEmpty ? 0 : 1))
        let codes = found.compactMap { $0["code"] as? String }
        #expect(codes == expected, sourceLocation: location)
      }
      try expect([])
      #expect(chmod(company.database.path, 0o666) == 0)
      try expect(["file.permissions"])
      #expect(chmod(company.database.path, 0o600) == 0)
      #expect(chmod(company.folder.url.path, 0o777) == 0)
      try expect(["file.folder"])
      #expect(chmod(company.folder.url.path, 0o700) == 0)
      // Decided in a future that the clock has not reached: it was set back.
      var late = company.program
      late.now = "2199-01-01T00:00:00Z"
      #expect(try late.run(["people", "appoint", "li", "executive"]).status == 0)
      try expect(["clock"])
    }
  }

  @Test func aWatchedInboxTellsWhatIsNew() throws {
    try Company.atWork { company in
      let running = try company.program.start(["inbox", "--as", "li", "--watch", "--json"])
      func lines(_ count: Int) -> [Substring] {
        for _ in 0..<200 {
          let lines = running.outputSoFar().split(separator: "\n")
          if lines.count >= count { return lines }
          usleep(50_000)
        }
        return running.outputSoFar().split(separator: "\n")
      }
      #expect(lines(1).count == 1)
      try company.fileAdjustment()
      let told = lines(2)
      #expect(told.count == 2)
      #expect(told.last?.contains("R-2") == true)
      running.kill()
      _ = running.wait()
    }
  }
}
