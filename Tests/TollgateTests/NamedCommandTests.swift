import Foundation
import TestKit
import Testing

/// Every command and option that a document names in passing is there.
@Suite struct NamedCommands {
  /// Records of decisions say what was thought at the time.
  static let names = Page.names.filter { !$0.hasPrefix("docs/decisions/") }

  static let tree = Result {
    try TemporaryFolder.with { try CommandTree.told(by: Program(folder: $0.url)) }
  }

  @Test(arguments: names) func areThere(_ name: String) throws {
    let tree = try Self.tree.get()
    for command in Named(page: try Page(name), verbs: tree).commands {
      if let missing = tree.missing(in: command) {
        Issue.record("\(name) names `\(command.joined(separator: " "))`: no `\(missing)`")
      }
    }
  }

  @Test(arguments: names) func optionsAreThere(_ name: String) throws {
    let scripts = Fixtures.package.appendingPathComponent("Scripts")
    let known = try FileManager.default.contentsOfDirectory(atPath: scripts.path).map {
      try String(contentsOf: scripts.appendingPathComponent($0), encoding: .utf8)
    }.joined()
    let options = try Self.tree.get().allOptions
    for option in Named.spans(try Page(name)).compactMap({
      $0.prefixMatch(of: #/--[a-z][a-z-]*/#).map { String($0.output) }
    }) where !options.contains(option) && !known.contains(option) {
      Issue.record("\(name) names `\(option)`, which no command has")
    }
  }

  /// What is to be typed stands where it is carried out, in blocks called `console`.
  @Test(arguments: names) func nothingIsTypedElsewhere(_ name: String) throws {
    for part in try Page(name).parts {
      let lines: [String]
      switch part {
      case .prose(let line):
        lines = line.hasPrefix("    ") || line.contains(#/^\s*\$ /#) ? [line] : []
      case .block("console", _), .note: lines = []
      case .block(_, let content): lines = content
      }
      for line in lines where line.contains(#/^\s*(\$ |tollgate |Scripts\/)/#) {
        Issue.record("\(name) has a command outside of a console block: \(line)")
      }
    }
  }

  @Test func findsWhatIsWrong() throws {
    let tree = try Self.tree.get()
    #expect(tree.missing(in: ["policy", "chekc", "a.yaml"]) == "chekc")
    #expect(tree.missing(in: ["policy", "check", "--poeple"]) == "--poeple")
    #expect(tree.missing(in: ["condition", "report|confrim", "R-4/1"]) == "confrim")
    #expect(tree.missing(in: ["condition", "report|confirm", "R-4/1", "-m", "x"]) == nil)
    #expect(tree.missing(in: ["answer", "R-4", "-m", "x"]) == nil)
  }
}

/// The commands that a document names in its prose and tables.
private struct Named {
  let page: Page
  let verbs: CommandTree

  /// What is set as code.
  static func spans(_ page: Page) -> [String] {
    page.parts.flatMap { part in
      guard case .prose(let line) = part else { return [String]() }
      return line.matches(of: #/`([^`]+)`/#).map { String($0.1).replacing("\\|", with: "|") }
    }
  }

  /// Each without `tollgate`: what says so, and what begins with a verb and goes on.
  var commands: [[String]] {
    let spans = Self.spans(page).map { $0.split(separator: " ").map(String.init) }
    let blocks = page.parts.flatMap { part -> [[String]] in
      guard case .block(let kind, let lines) = part, kind != "console" else { return [] }
      return lines.flatMap { line in
        line.matches(of: #/(?:^|[ `(])tollgate ([^&|>#"`]+)/#).map {
          $0.1.split(separator: " ").map(String.init)
        }
      }
    }
    return blocks
      + spans.compactMap { words in
        guard let first = words.first, words.count > 1 else { return nil }
        if first == "tollgate" { return Array(words.dropFirst()) }
        return verbs[first] == nil ? nil : words
      }
  }
}
