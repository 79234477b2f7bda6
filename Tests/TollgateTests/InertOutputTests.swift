import Foundation
import TestKit
import Testing

/// Promise 15: whatever people write, in whatever field, output is text and data and nothing else.
@Suite struct InertOutput {
  /// Steers a terminal, turns text around, hides in it, ends lines, opens markup, begins a formula.
  private static let hostile =
    "=x\u{1B}[31m\u{1B}]0;t\u{7}\u{202E}\u{9B}\u{7F}\u{200B}\u{2028}\u{2066}\u{FEFF}<script>&\"']]>\r\nBcc: y"

  private static let places = [
    "title", "field", "reason", "comment", "question", "answer", "advice", "condition", "stand-in",
    "absence", "name", "key", "draft", "transfer",
  ]

  @Test func inEveryFieldAndEveryFormat() throws {
    var (looked, hazards) = (0, 0)
    try tell(Self.hostile) { company in
      for (arguments, language) in Self.screens {
        var company = company
        company.program.language = language
        let out = try company.program.run(arguments).text
        let found = Self.hazards(in: out)
        #expect(found.isEmpty, "\(arguments): \(found)")
        looked += 1
        hazards += found.isEmpty ? 0 : 1
      }
      for arguments in Self.data {
        let out = try company.done(arguments + ["--json"]).out
        _ = try Answer(out)
        // Control characters stand escaped in canonical JSON, on one line.
        #expect(out.unicodeScalars.filter { $0.value < 0x20 } == ["\n"], "\(arguments)")
        looked += 1
      }
      let xes = try company.done("audit", "export", "--format", "xes").out
      #expect(!xes.contains("<script"))
      #expect(try Self.isXML(xes, in: company.folder))
      #expect(try !Self.isXML(xes.replacing("&lt;script", with: "<script"), in: company.folder))
      looked += 1
    }
    Endurance.tell(
      15, "outputs with \(Self.places.count) hostile fields", looked, failures: hazards)
    let isSeen = !Self.hazards(in: Self.hostile).isEmpty
    #expect(isSeen)
    Endurance.control(15, "the text as it was typed", isSeen: isSeen)
  }

  private static let screens: [([String], String)] = [
    ["inbox", "--as", "li"], ["inbox", "--as", "wang"], ["show", "R-2"], ["why", "R-2"],
    ["why", "R-2", "--for", "wang"], ["status", "P-1"], ["history", "P-1"],
    ["history", "workspace"], ["projects"], ["people", "list"], ["people", "show", "zhao"],
    ["people", "history", "zhao"], ["people", "key", "list"], ["people", "coverage"],
    ["draft", "list", "--as", "zhang"], ["condition", "list"], ["outbox", "list"], ["doctor"],
    ["audit", "verify"], ["policy", "list"],
    ["preview", "P-1", "adjust", "--set", "budget=126000", "--as", "zhang"],
    // Refusals repeat what was typed.
    ["show", "R-9\u{1B}[2J\u{202E}"], ["people", "show", "x\u{9B}\u{202E}y"],
    ["approve", "R-2", "--as", "z\u{1B}[1m"], ["submit", "P-1", "a\u{7}djust", "--as", "zhang"],
  ].flatMap { [($0, "en"), ($0, "zh")] }

  private static let data = [
    ["inbox", "--as", "li"], ["show", "R-2"], ["why", "R-2"], ["status", "P-1"],
    ["history", "P-1"], ["history", "workspace"], ["projects"], ["people", "list"],
    ["people", "show", "zhao"], ["people", "history", "zhao"], ["people", "key", "list"],
    ["draft", "list", "--as", "zhang"], ["condition", "list"], ["outbox", "list"],
  ]

  /// A company that writes a text wherever one can be written.
  private func tell(_ text: String, _ look: (Company) throws -> Void) throws {
    try Company.founded { company in
      try company.done("policy", "publish", "Policies/verbs.yaml")
      try company.done(
        "new", "deal", "--title", text, "--as", "zhang", "--set", "customer=\(text)", "--set",
        "margin=2000000")
      try company.done(
        "submit", "P-1", "start", "--as", "zhang", "--set", "sponsor=wang", "--set",
        "project_manager=li", "--set", "budget=100000", "--set", "finish=2026-12-31", "--set",
        "milestones=accepted:2026-10-30")
      try company.done("approve", "R-1", "--as", "wang", "-m", text)
      try company.done(
        "submit", "P-1", "adjust", "--as", "zhang", "--set", "budget=110000", "--reason", text)
      try company.done("ask", "R-2", "-m", text, "--as", "li")
      try company.done("reply", "R-2", "-m", text, "--as", "zhang")
      try company.done("consult", "R-2", "gao", "-m", text, "--as", "li")
      try company.done("reply", "R-2", "-m", text, "--as", "gao")
      try company.done(
        "approve", "R-2", "--as", "li", "-m", text, "--condition", text, "--owner", "zhang", "--by",
        "2026-10-30", "--blocks", "adjust")
      try company.done("transfer", "R-2", "gao", "-m", text, "--as", "wang")
      try company.done(
        "people", "delegate", "--to", "gao", "--until", "2027-01-01", "-m", text, "--as", "zhao")
      try company.done(
        "people", "absent", "zhao", "--until", "2026-10-01", "-m", text, "--as", "zhao")
      try Data("id,name\nnew,\"\(text.filter { !$0.isNewline && $0 != "\"" })\"\n".utf8)
        .write(to: company.folder.url.appendingPathComponent("new.csv"))
      _ = try company.program.run(["people", "import", "new.csv"])
      try Data(
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKlmk02eoUiY47HBZzRLHLqajkvW6ylARpuWlhR71YvR x\n".utf8
      ).write(to: company.folder.url.appendingPathComponent("id.pub"))
      try company.done(
        "people", "key", "add", "zhao", "id.pub", "--label", text, "--as", "admin")
      try company.done(
        "draft", "save", "P-1", "adjust", "--set", "finish=2027-01-15", "--reason", text, "--as",
        "zhang")
      try look(company)
    }
  }

  /// What is no text: controls but line feeds, marks that turn or hide text, other ends of lines.
  private static func hazards(in text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0..<0x20, 0x7F...0x9F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x2069, 0xFEFF: true
      default: false
      }
    }
  }

  private static func isXML(_ text: String, in folder: TemporaryFolder) throws -> Bool {
    let path = folder.path("log.xes")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return try TestKit.Program(path: "/usr/bin/env").run([
      "python3", "-c", "import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])", path,
    ]).status == 0
  }
}
