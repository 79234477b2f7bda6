import Foundation
import TestKit
import Testing

/// Whatever it is given, the program says what is wrong, ends as it should and leaves the store intact.
@Suite struct BadInput {
  @Test func tenMistakesGiveTenDiagnostics() throws {
    try Company.founded { company in
      let answer = try company.refused("policy", "check", "Policies/mistakes.yaml", exit: 3)
      #expect(answer.list("diagnostics").count == 10)
      #expect(answer.list("diagnostics").allSatisfy { ($0["line"] as? Int ?? 0) > 0 })
      let published = try company.refused("policy", "publish", "Policies/mistakes.yaml", exit: 3)
      #expect(published.list("diagnostics").count == 10)
      #expect(try company.answer("policy", "list").list("policies").isEmpty)
    }
  }

  @Test func aMisspelledRoleIsShownWithItsPlace() throws {
    try Company.founded { company in
      let result = try company.program("policy", "check", "Policies/sponser.yaml")
      #expect(result.status == 3)
      #expect(
        result.err == """
          error: unknown role `sponser` [policy.unknown-role]
           --> Policies/sponser.yaml:6:29
            |
          6 |     - {step: sponsor, role: sponser}
            |                             ^^^^^^^
             = help: did you mean `sponsor`?

          """)
    }
  }

  @Test(arguments: [
    Data("policy: [".utf8), Data(repeating: UInt8(ascii: "["), count: 100_000),
    Data([0xFF, 0xFE, 0x00]), Data("policy: \u{202E}x\n".utf8), Data(),
    Data("a: &b 1\nc: *b\n".utf8),
  ])
  func hostileFilesAreInvalid(_ bytes: Data) throws {
    try Company.founded { company in
      try bytes.write(to: company.folder.url.appendingPathComponent("hostile.yaml"))
      let begin = Date()
      for arguments in [["policy", "check"], ["workflow", "check"], ["people", "import"]] {
        let result = try company.program.run(arguments + ["hostile.yaml"])
        #expect(result.status == 3, "\(arguments): \(result.text)")
        #expect(result.err.contains("error:"))
      }
      #expect(Date().timeIntervalSince(begin) < 10)
    }
  }

  @Test func damagedFilesAreNotReadAsWorkspaces() throws {
    try Company.atWork { company in
      let whole = try Data(contentsOf: company.database)
      func refused(_ bytes: Data, _ codes: Set<String>) throws {
        try bytes.write(to: company.database)
        for arguments in [
          ["status", "P-1"], ["submit", "P-1", "spend", "--as", "li", "--set", "amount=1"],
        ] {
          let result = try company.program.run(arguments + ["--json"])
          #expect(result.status == 1, "\(result.text)")
          let code = try Answer(result.out).code ?? ""
          #expect(codes.contains(code), "\(code)")
        }
      }
      try refused(
        Data("this is no database, but long enough to look like a file".utf8),
        [
          "not-a-workspace", "corrupt",
        ])
      try refused(Data(), ["not-a-workspace"])
      try refused(whole.prefix(whole.count / 2), ["corrupt", "failed"])
      var flipped = whole
      for index in 24..<100 { flipped[index] = ~flipped[index] }
      try refused(flipped, ["corrupt", "not-a-workspace", "failed", "too-new"])
      try whole.write(to: company.database)
      try company.done("status", "P-1")
    }
  }

  /// Who may read the file and not write it can look, and is told that they cannot decide.
  @Test func aFileThatCannotBeWrittenIsReadAllTheSame() throws {
    try Company.atWork { company in
      let files = FileManager.default
      let before = try company.history()
      for name in try files.contentsOfDirectory(atPath: company.folder.url.path)
      where name.hasPrefix("tollgate.sqlite") {
        try files.setAttributes([.posixPermissions: 0o444], ofItemAtPath: company.folder.path(name))
      }
      try files.setAttributes([.posixPermissions: 0o555], ofItemAtPath: company.folder.url.path)
      defer {
        try? files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: company.folder.url.path)
      }
      var reader = company.program
      if geteuid() == 0 {
        // Permissions stop everybody but the superuser.
        reader.wrapper = [
          "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
        ]
        guard files.isExecutableFile(atPath: reader.wrapper[0]),
          (try? reader("--version"))?.status == 0
        else {
          print(
            "aFileThatCannotBeWrittenIsReadAllTheSame: skipped, nobody else can run the program")
          return
        }
      }
      let status = try reader("status", "P-1")
      #expect(status.status == 0, "\(status.text)")
      let spend = try reader(
        "submit", "P-1", "spend", "--as", "li", "--set", "amount=1", "--json")
      #expect(spend.status == 1, "\(spend.text)")
      #expect(try Answer(spend.out).code == "read-only")
      #expect(try company.history() == before)
    }
  }

  /// No room to write: told, nothing half done, and the same command succeeds once there is room.
  @Test func aFullDiskLeavesTheDecisionUndone() throws {
    try Company.atWork { company in
      let before = try company.history()
      let spend = [
        "submit", "P-1", "spend", "--as", "li", "--set", "amount=1", "--command-id", "c1",
      ]
      var limited = company.program
      // Files may not grow beyond 4 kB; what is there already is larger.
      limited.wrapper = ["/bin/sh", "-c", "ulimit -f 8; exec \"$0\" \"$@\""]
      let result = try limited.run(spend + ["--json"])
      #expect(result.status == 1, "\(result.text)")
      #expect(try Answer(result.out).code != nil)
      #expect(try company.history() == before)
      #expect(try company.program.run(spend).status == 0)
      #expect(try company.answer("status", "P-1").text("spent") == "1")
    }
  }

  @Test func aMissingFileIsNoWorkspace() throws {
    try TemporaryFolder.with { folder in
      let program = Program(folder: folder.url)
      let result = try program("projects", "--workspace", "nowhere.sqlite", "--json")
      #expect(result.status == 1)
      #expect(try Answer(result.out).code == "not-a-workspace")
      #expect(!FileManager.default.fileExists(atPath: folder.path("nowhere.sqlite")))
    }
  }

  /// Text that would steer a terminal is shown, not obeyed; in JSON it is data.
  @Test(arguments: ["\u{1B}[2Jgone", "a\nb", "\u{202E}evil", "\u{200B}", "\u{7}", "a\rb"])
  func outputIsInert(_ text: String) throws {
    try Company.founded { company in
      try company.done("policy", "publish", "Policies/standard.yaml")
      let title = "x" + text + "x"
      try company.done(
        "new", "deal", "--title", title, "--as", "zhang", "--set", "customer=\(title)", "--set",
        "margin=1")
      for arguments in [["status", "P-1"], ["history", "P-1"], ["projects"]] {
        let out = try company.program.run(arguments).out
        let hazards = out.unicodeScalars.filter {
          ($0.value < 0x20 && $0 != "\n") || (0x7F...0x9F).contains($0.value)
            || (0x200B...0x200F).contains($0.value) || (0x202A...0x202E).contains($0.value)
        }
        #expect(hazards.isEmpty, "\(arguments)")
      }
      #expect(try company.answer("status", "P-1").text("title") == title)
    }
  }

  @Test func usageMistakesEndWith64() throws {
    try Company.founded { company in
      for arguments in [
        ["aprove", "R-1"], ["approve"], ["approve", "R-1", "--seen", "xyz"],
        ["approve", "R-1", "--lang", "fr"], ["fill", "P-1", "facts", "--set", "x"],
        ["show"], ["policy", "chek", "x"], ["approve", "R-1", "--now", "2026-01-01"],
      ] {
        let status = try company.program.run(arguments).status
        #expect(status == 64, "\(arguments)")
      }
    }
  }

  @Test func aCommandSentTwiceIsCarriedOutOnce() throws {
    try Company.atWork { company in
      let spend = [
        "submit", "P-1", "spend", "--as", "li", "--set", "amount=10", "--command-id", "c1",
      ]
      #expect(try company.program.run(spend).status == 0)
      let again = try company.program.run(spend + ["--json"])
      #expect(again.status == 0)
      #expect(try Answer(again.out).json["repeated"] as? Bool == true)
      #expect(try company.answer("status", "P-1").text("spent") == "10")
      let other = try company.refused(
        "submit", "P-1", "spend", "--as", "li", "--set", "amount=11", "--command-id", "c1")
      #expect(other.code == "command-reused")
    }
  }

  @Test func aDryRunWritesNothing() throws {
    try Company.atWork { company in
      let before = try company.history()
      let bytes = try Data(contentsOf: company.database)
      try company.done("submit", "P-1", "spend", "--as", "li", "--set", "amount=10", "--dry-run")
      try company.done(
        "submit", "P-1", "adjust", "--as", "li", "--set", "budget=1", "--reason", "r", "--dry-run")
      try company.done("people", "leave", "gao", "--dry-run")
      try company.done("policy", "publish", "Policies/startup.yaml", "--dry-run")
      #expect(try company.history() == before)
      #expect(try Data(contentsOf: company.database) == bytes)
    }
  }
}
