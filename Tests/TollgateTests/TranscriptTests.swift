import Foundation
import TestKit
import Testing

/// The real binary's whole output, in both languages, as it was read and accepted by a person.
///
/// With `TOLLGATE_RECORD=1` the transcripts are written anew instead of compared; read every change before
/// accepting it.
@Suite struct Transcripts {
  static let names =
    ((try? FileManager.default.contentsOfDirectory(
      atPath: Fixtures.transcripts.path)) ?? []).filter { $0.hasSuffix(".txt") }.sorted()

  @Test func thereAreTranscripts() {
    #expect(Self.names.contains("overrun.en.txt"))
    #expect(Self.names.contains("overrun.zh.txt"))
  }

  @Test(arguments: names) func printsWhatWasAccepted(_ name: String) throws {
    let url = Fixtures.transcripts.appendingPathComponent(name)
    let transcript = Transcript(text: try String(contentsOf: url, encoding: .utf8))
    try TemporaryFolder.with { folder in
      try folder.copyRules()
      let replayed = try transcript.replayed(by: Program(folder: folder.url))
      if ProcessInfo.processInfo.environment["TOLLGATE_RECORD"] == "1" {
        try replayed.write(to: url, atomically: true, encoding: .utf8)
        return
      }
      let accepted = transcript.text.split(separator: "\n", omittingEmptySubsequences: false)
      let printed = replayed.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, (old, new)) in zip(accepted, printed).enumerated() where old != new {
        Issue.record("\(name):\(index + 1)\naccepted: \(old)\nprinted:  \(new)")
        return
      }
      #expect(accepted.count == printed.count, "\(name) has another number of lines")
    }
  }

  /// The Chinese story is the English one, command for command.
  @Test func bothLanguagesTellTheSameStory() throws {
    for name in Self.names where name.hasSuffix(".en.txt") {
      let other = name.replacing(".en.txt", with: ".zh.txt")
      func commands(_ name: String) throws -> [String] {
        let url = Fixtures.transcripts.appendingPathComponent(name)
        return Transcript(text: try String(contentsOf: url, encoding: .utf8)).commands
      }
      #expect(try commands(name) == commands(other), "\(name)")
    }
  }

  /// Nobody has to scroll sideways: what people read fits 80 columns, in either language.
  ///
  /// But for excerpts of files, which are as wide as the files are, and what rules are traced to.
  @Test(arguments: names) func everyLineFits(_ name: String) throws {
    let url = Fixtures.transcripts.appendingPathComponent(name)
    let text = try String(contentsOf: url, encoding: .utf8)
    var isDocument = false
    for line in text.split(separator: "\n") {
      if line.hasPrefix("$ ") {
        isDocument = ["policy show", "--trace", "--json", "--people"].contains(where: line.contains)
      } else if !isDocument, !line.hasPrefix("//"), !line.contains("|") {
        #expect(line.displayColumns <= 80, "\(name): \(line)")
      }
    }
  }
}

extension Substring {
  /// Columns counted apart from the product's own function: everything from U+1100 on that is not Latin punctuation is wide.
  var displayColumns: Int {
    unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFFE6).contains($1.value) ? 2 : 1) }
  }
}

extension TemporaryFolder {
  /// The small workflow, its policies and people, where the program looks for them.
  func copyRules() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: Fixtures.rules.path) {
      try FileManager.default.copyItem(
        at: Fixtures.rules.appendingPathComponent(name), to: url.appendingPathComponent(name))
    }
  }

  /// The workflows and policies of the package, beside what is there.
  func copyShippedRules() throws {
    for name in ["Policies", "Workflows"] {
      let (source, target) = (
        Fixtures.package.appendingPathComponent(name), url.appendingPathComponent(name)
      )
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      for file in try FileManager.default.contentsOfDirectory(atPath: source.path) {
        try FileManager.default.copyItem(
          at: source.appendingPathComponent(file), to: target.appendingPathComponent(file))
      }
    }
  }
}
