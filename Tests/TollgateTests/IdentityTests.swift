import Foundation
import TestKit
import Testing

/// The operating system says who runs the program; nothing that the user can set does.
@Suite struct Identity {
  /// A workspace for real decisions, made by whoever runs the tests.
  private func real<T>(_ work: (Program) throws -> T) throws -> T {
    try TemporaryFolder.with { folder in
      try folder.copyRules()
      let program = Program(folder: folder.url)
      #expect(try program("init", "--admin", "boss").status == 0)
      return try work(program)
    }
  }

  @Test func actingAsOthersNeedsATrial() throws {
    try real { program in
      for arguments in [
        ["people", "import", "people.csv"], ["inbox"], ["projects"], ["status", "P-1"],
      ] {
        let result = try program.run(arguments + ["--as", "boss", "--json"])
        #expect(result.status == 2, "\(arguments)")
        #expect(try Answer(result.out).code == "acting-as-forbidden", "\(arguments)")
      }
      #expect(try program("people", "import", "people.csv").status == 0)
    }
  }

  @Test func variablesOfTheEnvironmentChangeNobody() throws {
    try real { program in
      let result = try program.run(
        ["people", "import", "people.csv"],
        environment: ["USER": "zhang", "LOGNAME": "zhang", "HOME": "/nowhere"])
      #expect(result.status == 0)
      let history = try Answer(try program("history", "workspace", "--json").out)
      let record = try #require(history.list("records").last)
      let envelope = try #require(record["envelope"] as? [String: Any])
      let actor = try #require(envelope["actor"] as? [String: Any])
      #expect(actor["person"] as? String == "boss")
      let account = ((actor["authentication"] as? [String: Any])?["account"] as? [String: Any])
      #expect(account?["_0"] as? String == NSUserName())
    }
  }

  @Test func theClockOfARealWorkspaceIsTheSystems() throws {
    try real { program in
      let result = try program.run(
        ["people", "import", "people.csv"], environment: ["TOLLGATE_NOW": "2001-01-01T00:00:00Z"])
      #expect(result.status == 0)
      let story = try program("history", "workspace").out
      #expect(!story.contains("2001-01-01"))
    }
  }

  @Test func recordsSayHowAPersonWasRecognised() throws {
    try Company.founded { company in
      try company.done("policy", "publish", "Policies/standard.yaml")
      try company.done("new", "deal", "--title", "Metro", "--as", "zhang")
      let story = try company.done("history", "P-1").out
      #expect(story.contains("Zhang San (zhang), acted as by account \(NSUserName())"))
    }
  }
}
