import Foundation
import TestKit
import Testing

/// `tollgate audit …`, as an auditor meets it.
@Suite struct Evidence {
  @Test func aCheckpointIsExtendedByWhatFollows() throws {
    try Company.atWork { company in
      let key = try company.makeKey()
      try company.keepCheckpoint("before")
      try company.fileAdjustment()
      let report = try company.audit("--checkpoint", "before", "--key", key)
      #expect(report.text("verdict") == "intact")
      let checkpoint = try #require(report.list("checkpoints").first)
      #expect(checkpoint["comparison"] as? String == "extends")
      #expect(checkpoint["signature"] as? String == "verified")
      #expect(checkpoint["size"] as? Int != report.json["events"] as? Int)
      #expect(report.json["reevaluated"] as? Int == report.json["commands"] as? Int)
      #expect(report.json["not_reevaluated"] as? Int == 0)
      // What came after the checkpoint rests on nothing but the file.
      let unproved = try #require(report.json["not_proved"] as? [String])
      #expect(unproved.first?.contains("came after the checkpoint") == true)
    }
  }

  @Test func anOlderCopyIsTruncated() throws {
    try Company.atWork { company in
      let key = try company.makeKey()
      let older = try Data(contentsOf: company.database)
      try company.fileAdjustment()
      try company.keepCheckpoint("after")
      try older.write(to: company.database)
      let report = try company.audit("--checkpoint", "after", "--key", key, exit: 5)
      #expect(report.text("verdict") == "truncated")
      // Without the checkpoint nobody can tell, and the report says so.
      let alone = try company.audit()
      #expect(alone.text("verdict") == "intact")
      let unproved = try #require(alone.json["not_proved"] as? [String])
      #expect(unproved.first?.hasPrefix("no earlier checkpoint was given") == true)
    }
  }

  @Test func anotherHistoryIsForked() throws {
    try Company.atWork { company in
      let key = try company.makeKey()
      let common = try Data(contentsOf: company.database)
      try company.fileAdjustment()
      try company.keepCheckpoint("one")
      try common.write(to: company.database)
      try company.done(
        "submit", "P-1", "adjust", "--as", "zhang", "--set", "budget=127000", "--reason", "pilot")
      let report = try company.audit("--checkpoint", "one", "--key", key, exit: 6)
      #expect(report.text("verdict") == "forked")
    }
  }

  @Test func aCheckpointOfAnotherKeyIsNotBelieved() throws {
    try Company.atWork { company in
      _ = try company.makeKey()
      try company.keepCheckpoint("mine")
      let other = try company.makeKey("other.key")
      let report = try company.audit("--checkpoint", "mine", "--key", other, exit: 4)
      #expect(report.list("findings").map { $0["code"] as? String } == ["checkpoint"])
    }
  }

  @Test func aResumedCheckpointIsTheSame() throws {
    try Company.atWork { company in
      _ = try company.makeKey()
      let first = try company.done("audit", "checkpoint", "--key", "log.key", "--resumable").out
      try Data(first.utf8).write(to: company.folder.url.appendingPathComponent("first"))
      try company.fileAdjustment()
      let resumed = try company.answer(
        "audit", "checkpoint", "--key", "log.key", "--after", "first")
      let whole = try company.answer("audit", "checkpoint", "--key", "log.key")
      #expect(resumed.text("root") == whole.text("root"))
      // One that was not made for it, and one of another key, are refused.
      try company.keepCheckpoint("plain")
      _ = try company.refused(
        "audit", "checkpoint", "--key", "log.key", "--after", "plain", exit: 1)
      _ = try company.makeKey("other.key")
      _ = try company.refused(
        "audit", "checkpoint", "--key", "other.key", "--after", "first", exit: 1)
    }
  }

  @Test func aSecretKeyIsReadableByItsOwnerAloneAndNeverOverwritten() throws {
    try Company.founded { company in
      _ = try company.makeKey()
      let path = company.folder.path("log.key")
      let before = try Data(contentsOf: URL(fileURLWithPath: path))
      let permissions = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
      #expect(permissions as? Int == 0o600)
      _ = try company.refused(
        "audit", "keygen", "--name", "acme.example/log", "--out", "log.key", exit: 1)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
      _ = try company.refused("audit", "keygen", "--name", "two words", "--out", "x", exit: 64)
      _ = try company.refused("audit", "checkpoint", "--key", "people.csv", exit: 64)
      _ = try company.refused("audit", "verify", "--checkpoint", "people.csv", exit: 64)
      _ = try company.refused("audit", "verify", "--workspace", "nowhere", exit: 1)
    }
  }

  /// What leaves the machine is checked by somebody else's program.
  @Test func exportsAreVerifiedByTheSeparateVerifier() throws {
    try Company.atWork { company in
      let key = try company.makeKey()
      try company.keepCheckpoint("checkpoint")
      let root = try #require(try company.audit().text("root"))
      try company.keep(company.done("audit", "export").out, "log.jsonl")
      try company.keep(
        company.done("audit", "export", "--request", "R-1", "--key", "log.key").out, "r1.json")
      let log = try company.verifier("log.jsonl", "--checkpoint", "checkpoint", "--key", key)
      #expect(log.text("verdict") == "intact")
      #expect(log.text("root") == root)
      let proof = try company.verifier("r1.json", "--key", key)
      #expect(proof.text("verdict") == "intact")
      #expect(proof.json["events"] as? Int == 4)
      // The control: one digit more in the amount.
      let bundle = try String(contentsOf: company.url("r1.json"), encoding: .utf8)
      try company.keep(bundle.replacing("100000", with: "1000000"), "forged.json")
      #expect(try company.verifier("forged.json", "--key", key).text("verdict") == "altered")
    }
  }
}

extension Company {
  fileprivate func url(_ name: String) -> URL { folder.url.appendingPathComponent(name) }

  fileprivate func keep(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: url(name))
  }

  /// The public key.
  fileprivate func makeKey(_ file: String = "log.key") throws -> String {
    try #require(
      try answer("audit", "keygen", "--name", "acme.example/log", "--out", file).text("public_key"))
  }

  fileprivate func keepCheckpoint(_ name: String) throws {
    try keep(done("audit", "checkpoint", "--key", "log.key").out, name)
  }

  fileprivate func audit(
    _ arguments: String..., exit: Int32 = 0, at location: SourceLocation = #_sourceLocation
  ) throws -> Answer {
    let result = try program.run(["audit", "verify", "--json"] + arguments)
    #expect(result.status == exit, "\(result.text)", sourceLocation: location)
    return try Answer(result.out)
  }

  /// What `Scripts/audit-verify` says.
  fileprivate func verifier(_ arguments: String...) throws -> Answer {
    let script = Fixtures.package.appendingPathComponent("Scripts/audit-verify").path
    let result = try TestKit.Program(path: "/usr/bin/env").run(
      ["-C", folder.url.path, "python3", script] + arguments)
    return try Answer(result.output)
  }
}
