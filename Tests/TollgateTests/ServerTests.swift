import Foundation
import TestKit
import Testing

/// Whether tests run that need a server: where there is one, and where every test must (`CI=true`).
let isServerOffered: Bool = {
  #if PostgreSQL
    PostgresServer.isExpected
  #else
    ProcessInfo.processInfo.environment["CI"] == "true"
  #endif
}()

/// The same story on a server as in a file, told by the real program.
@Suite(.enabled(if: isServerOffered, "no PostgreSQL here")) struct WorkspacesOnAServer {
  @Test func aProjectIsApprovedOnAServerAndMoved() throws {
    let server = try PostgresServer.shared()
    let address = server.address(of: try server.newDatabase())
    try TemporaryFolder.with { folder in
      try folder.copyRules()
      let program = Program(folder: folder.url, now: "2026-09-01T02:00:00Z")
      func done(_ arguments: String..., at location: SourceLocation = #_sourceLocation) throws
        -> Program.Result
      {
        let result = try program.run(arguments, environment: ["TOLLGATE_WORKSPACE": address])
        #expect(result.status == 0, "\(arguments): \(result.text)", sourceLocation: location)
        return result
      }
      let made = try program.run([
        "init", "--trial", "--admin", "admin", "--store", address + "&password=geheim",
      ])
      #expect(made.status == 0, "\(made.text)")
      #expect(!made.text.contains("geheim"))
      // The second one finds the first.
      let again = try program.run(["init", "--store", address, "--json"])
      #expect(try Answer(again.out).code == "exists")

      _ = try done("people", "import", "people.csv")
      _ = try done("policy", "publish", "Policies/standard.yaml")
      _ = try done(
        "new", "deal", "--title", "Metro", "--as", "zhang", "--set", "customer=Binhai", "--set",
        "margin=2000000")
      _ = try done(
        "submit", "P-1", "start", "--as", "zhang", "--set", "sponsor=wang", "--set",
        "project_manager=li", "--set", "budget=100000", "--set", "finish=2026-12-31", "--set",
        "milestones=accepted:2026-10-30")
      let watching = try program.start(
        ["inbox", "--as", "li", "--watch", "--json"], environment: ["TOLLGATE_WORKSPACE": address])
      _ = try done("approve", "R-1", "--as", "wang")
      _ = try done(
        "submit", "P-1", "adjust", "--as", "zhang", "--set", "budget=126000", "--reason", "pilot")
      for _ in 0..<200 where !watching.outputSoFar().contains("R-2") { usleep(50_000) }
      #expect(watching.outputSoFar().contains("R-2"))
      watching.kill()
      _ = watching.wait()

      let history = try done("history", "P-1", "--json").out
      // The tests' server does not wait for the disk, which is what the doctor must see.
      let doctor = try Answer(
        try program.run(["doctor", "--json", "--workspace", address]).out)
      let problems = doctor.list("checks").filter { $0["grade"] as? String == "problem" }
      #expect(problems.compactMap { $0["code"] as? String } == ["postgres.durability"])
      let backup = try Answer(try done("backup", "copy.sqlite", "--json").out)
      #expect(backup.text("from") == "postgres:///" + address.dropFirst(12).prefix { $0 != "?" })
      let copied = try program.run(["history", "P-1", "--json", "--workspace", "copy.sqlite"])
      #expect(copied.out == history)

      // And back onto a server, from where the copy came.
      let other = server.address(of: try server.newDatabase())
      let moved = try program.run(["store", "copy", "copy.sqlite", other, "--json"])
      #expect(try Answer(moved.out).text("digest") == backup.text("digest"))
      let restored = try program.run(["restore", "copy.sqlite", "--workspace", other, "--json"])
      #expect(try Answer(restored.out).code == "exists")
      _ = try program.run(
        ["approve", "R-2", "--as", "li"], environment: ["TOLLGATE_WORKSPACE": other])
      let shown = try program.run(["history", "P-1", "--workspace", other])
      #expect(shown.status == 0)
    }
  }
}
