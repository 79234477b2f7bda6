import Foundation
import TestKit
import Testing

/// Every command that a document shows is carried out, and what it prints is what stands there.
///
/// With `TOLLGATE_RECORD=1` the output is written anew into the documents; read every change before accepting it.
@Suite struct Walks {
  /// Every document in which something is typed.
  static let names = Page.names.filter { name in
    (try? Page(name))?.commands.isEmpty == false
  }

  @Test(arguments: names) func printsWhatTheManualSays(_ name: String) throws {
    let page = try Page(name)
    let url = Fixtures.package.appendingPathComponent(name)
    let text = try String(contentsOf: url, encoding: .utf8)
    let course = try TemporaryFolder.with { folder in
      try Walk(page: page).carriedOut(in: folder.url, server: try Self.server(for: page))
    }
    // Counted apart from how they are found: nothing is passed over.
    let shown = text.split(separator: "\n").count { $0.hasPrefix("$ ") }
    #expect(course.carriedOut + course.leftOut.count == shown)
    if ProcessInfo.processInfo.environment["TOLLGATE_RECORD"] == "1" {
      try course.text.write(to: url, atomically: true, encoding: .utf8)
      return
    }
    let written = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, (old, new)) in zip(written, course.lines).enumerated() where old != new {
      Issue.record("\(name):\(index + 1)\nwritten: \(old)\nprinted: \(new)")
      return
    }
    #expect(written.count == course.lines.count, "\(name) has another number of lines")
  }

  /// A new database, for a document that names one; nil where tests of servers do not run.
  private static func server(for page: Page) throws -> String? {
    guard isServerOffered, page.commands.contains(where: { $0.contains(Shell.address) }) else {
      return nil
    }
    let server = try PostgresServer.shared()
    return server.address(of: try server.newDatabase())
  }

  @Test func aWalkHidesNoFailure() throws {
    func walked(_ text: String) throws -> Walk.Course {
      try TemporaryFolder.with { folder in
        try Walk(page: Page(name: "page.md", text: text)).carriedOut(in: folder.url)
      }
    }
    let course = try walked(
      "<!-- output not shown -->\n\n```console\n$ tollgate show R-1\n$ echo a \\\n    b\n```")
    #expect(course.carriedOut == 2)
    #expect(course.lines.contains("[exit 1]"))
    #expect(course.lines.contains { $0.hasPrefix("error: ") })
    #expect(!course.lines.contains("a b"))
    #expect(throws: Walk.Failure.self) { try walked("<!-- $ tollgate show R-1 -->") }
    #expect(throws: Walk.Failure.self) { try walked("<!-- ouput not shown -->") }
  }

  /// What is left out is there, and somebody is told of it.
  @Test func nothingIsLeftOutForLong() throws {
    let commands = try Self.names.flatMap { try Page($0).commands }
    for (beginning, _) in Walk.leftOut {
      #expect(commands.contains { $0.hasPrefix("$ " + beginning) }, "\(beginning) is shown nowhere")
      guard beginning.hasPrefix("Scripts/") else { continue }
      let path = Fixtures.package.appendingPathComponent(beginning).path
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(beginning)")
    }
  }

  @Test(arguments: [("every-verb.md", "every-verb.zh.md"), ("process.md", "process.zh.md")])
  func bothLanguagesTakeTheSameWalk(_ english: String, _ chinese: String) throws {
    let walks = try [english, chinese].map { try Page("docs/\($0)").commands }
    #expect(walks[0] == walks[1])
    #expect(walks[0].count > 50)
  }

  /// The guide from an empty file to a policy in force; the English page goes on after it.
  @Test func theGuideIsTheSameInChinese() throws {
    let guides = try ["policy-author.md", "policy-author.zh.md"].map {
      try Page("docs/\($0)").commands
    }
    #expect(guides[0].starts(with: guides[1]))
    #expect(guides[1].contains { $0.contains("policy publish") })
  }

  /// Each row of the process has its section, in which something is refused and something done.
  @Test(arguments: ["process.md", "process.zh.md"]) func noRowIsLeftOut(_ name: String) throws {
    let text = try String(
      contentsOf: Fixtures.package.appendingPathComponent("docs/\(name)"), encoding: .utf8)
    let sections = text.components(separatedBy: "\n## ").dropFirst()
    let rows = [
      "P1", "P2", "P3", "P4", "P5a", "P5b", "P5c", "P5d", "P5e", "P6", "Q1", "Q2", "Q3", "Q4",
      "Q5", "Q6", "Q7", "Q8",
    ]
    for row in rows {
      let own = sections.filter { $0.hasPrefix(row + " ") }
      #expect(own.count == 1, "\(row) has \(own.count) sections")
      let commands = own.joined().split(separator: "\n").count { $0.hasPrefix("$ tollgate ") }
      let refusals = own.joined().split(separator: "\n").count { $0 == "[exit 2]" }
      #expect(refusals >= 1, "nothing is refused in \(row)")
      #expect(refusals < commands, "nothing is done in \(row)")
    }
  }

  /// Every daily command stands in the walk, or in the transcripts of those that it does not repeat.
  @Test func noVerbIsLeftOut() throws {
    let words = Set(
      try Page("docs/every-verb.md").commands.map {
        $0.split(separator: " ").dropFirst(2).first.map(String.init)
      })
    let verbs = [
      "submit", "resubmit", "approve", "reject", "return", "withdraw", "take-back", "transfer",
      "consult", "reply", "ask", "add-signer", "remove-signer", "remind", "seen", "copy", "claim",
      "release", "override", "review", "condition", "accept", "draft", "inbox", "show", "why",
      "status", "tick", "policy",
    ]
    for verb in verbs { #expect(words.contains(verb), "`\(verb)` is not walked through") }
  }
}

/// The language of policies as its page teaches it.
@Suite struct LanguagePage {
  /// Every key of a step and every section about signing stands in an example that is checked.
  @Test func noKeyIsLeftOut() throws {
    let page = Fixtures.package.appendingPathComponent("docs/policy-language.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    for key in [
      "together", "vote", "needs", "quorum", "superior", "covers", "late", "rejection",
      "reapproval", "override", "lapses",
    ] { #expect(text.contains("\(key):"), "`\(key):` has no example") }
  }
}
