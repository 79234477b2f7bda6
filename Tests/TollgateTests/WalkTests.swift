import Foundation
import TestKit
import Testing

/// The walks through every verb in `docs/`: their commands are carried out, and what they print is what stands there.
///
/// With `TOLLGATE_RECORD=1` the output is written anew into the documents; read every change before accepting it.
@Suite struct Walks {
  static let names = ["every-verb.md", "every-verb.zh.md", "process.md", "process.zh.md"]

  @Test(arguments: names) func printsWhatTheManualSays(_ name: String) throws {
    let url = Fixtures.package.appendingPathComponent("docs/\(name)")
    let text = try String(contentsOf: url, encoding: .utf8)
    try TemporaryFolder.with { folder in
      try folder.copyRules()
      // The process is walked under the rules that are shipped.
      if name.hasPrefix("process") { try folder.copyShippedRules() }
      var program = Program(folder: folder.url)
      program.language = name.hasSuffix(".zh.md") ? "zh" : "en"
      let replayed = try Walk(text: text).replayed(by: program)
      if ProcessInfo.processInfo.environment["TOLLGATE_RECORD"] == "1" {
        try replayed.write(to: url, atomically: true, encoding: .utf8)
        return
      }
      let written = text.split(separator: "\n", omittingEmptySubsequences: false)
      let printed = replayed.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, (old, new)) in zip(written, printed).enumerated() where old != new {
        Issue.record("\(name):\(index + 1)\nwritten: \(old)\nprinted: \(new)")
        return
      }
      #expect(written.count == printed.count, "\(name) has another number of lines")
    }
  }

  @Test(arguments: [("every-verb.md", "every-verb.zh.md"), ("process.md", "process.zh.md")])
  func bothLanguagesTakeTheSameWalk(_ english: String, _ chinese: String) throws {
    let walks = try [english, chinese].map { name in
      Walk(
        text: try String(
          contentsOf: Fixtures.package.appendingPathComponent("docs/\(name)"), encoding: .utf8))
    }
    #expect(walks[0].commands == walks[1].commands)
    #expect(walks[0].commands.count > 50)
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
    let text = try String(
      contentsOf: Fixtures.package.appendingPathComponent("docs/every-verb.md"), encoding: .utf8)
    let words = Set(
      Walk(text: text).commands.map { $0.split(separator: " ").dropFirst(2).first.map(String.init) }
    )
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
  /// The whole policies of the page, beside the shipped ones that they build on, pass `policy check`.
  @Test func itsPoliciesAreSound() throws {
    let page = Fixtures.package.appendingPathComponent("docs/policy-language.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let policies = text.components(separatedBy: "```yaml\n").dropFirst()
      .compactMap { $0.components(separatedBy: "```").first }
      .filter { $0.hasPrefix("policy: ") && $0.contains("\nextends: ") }
    #expect(!policies.isEmpty)
    try TemporaryFolder.with { folder in
      try folder.copyShippedRules()
      for policy in policies {
        let name = "Policies/presales-example.yaml"
        try policy.write(
          to: folder.url.appendingPathComponent(name), atomically: true, encoding: .utf8)
        let result = try Program(folder: folder.url)("policy", "check", name)
        #expect(result.status == 0, "\(result.text)")
        #expect(result.out.contains("0 error(s), 0 warning(s)"))
      }
    }
  }

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

/// A document in Markdown whose `console` blocks are carried out; the rest is prose.
///
/// `<!-- @ 2026-09-01T02:00:00Z -->` says what time it is from there on.
struct Walk {
  let text: String

  var commands: [String] {
    text.split(separator: "\n").filter { $0.hasPrefix("$ tollgate ") }.map(String.init)
  }

  func replayed(by program: Program) throws -> String {
    var program = program
    var lines: [String] = []
    var isConsole = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if line.hasPrefix("```") { isConsole = line == "```console" }
      if line.hasPrefix("<!-- @ ") {
        program.now = line.dropFirst(7).split(separator: " ").first.map(String.init)
      }
      if !isConsole || line == "```console" {
        lines.append(line)
      } else if line.hasPrefix("$ tollgate ") {
        let result = try program.run(Transcript.words(String(line.dropFirst(11))))
        lines.append(line)
        var printed = Transcript.settled(result.text).split(
          separator: "\n", omittingEmptySubsequences: false)
        if printed.last == "" { printed.removeLast() }
        lines += printed.map(String.init)
        if result.status != 0 { lines.append("[exit \(result.status)]") }
      }
    }
    return lines.joined(separator: "\n")
  }
}
