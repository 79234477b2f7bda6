import Diagnostics
import Engine

/// Something that was proved about a policy and should not be so, or that could not be proved.
public struct Finding: Sendable {
  public enum Grade: String, Sendable, CaseIterable {
    /// The policy must not be used like this.
    case error
    /// It works, but hardly as meant.
    case warning
    /// Nothing is claimed: the rule is of a form that proofs cannot follow, or there are too many cases.
    case notProved = "not-proved"
  }

  /// Stable: `proof.gap`.
  public let code: String
  public let grade: Grade
  public let message: Bilingual
  /// Where the rule stands that it is about.
  public let place: Place
  /// Concrete facts that show it; empty for what is true of all facts.
  public let witnesses: [Witness]
  public let help: Bilingual?

  init(
    _ code: String, _ message: Bilingual, at place: Place, grade: Grade = .error,
    witnesses: [Witness] = [], help: Bilingual? = nil
  ) {
    self.code = "proof.\(code)"
    self.grade = grade
    self.message = message
    self.place = place
    self.witnesses = witnesses
    self.help = help
  }
}

/// Facts with which anybody can try a finding out.
public struct Witness: Sendable {
  public struct Fact: Sendable, Hashable {
    /// As expressions call it: `request.budget`.
    public let name: String
    public let value: String
  }

  public let facts: [Fact]
  /// What they lead to: measures, results of tables, who signs.
  public let results: [Fact]

  init(_ point: Point, results: [(String, String)] = []) {
    facts = point.facts.map { Fact(name: $0.name, value: $0.text) }
    self.results = results.map { Fact(name: $0.0, value: $0.1) }
  }

  init(facts: [(String, String)], results: [(String, String)] = []) {
    self.facts = facts.map { Fact(name: $0.0, value: $0.1) }
    self.results = results.map { Fact(name: $0.0, value: $0.1) }
  }

  /// `request.budget = 120000.01, original.budget = 100000 → overrun = 0.2000001`
  public var text: String {
    func list(_ facts: [Fact]) -> String {
      facts.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")
    }
    return results.isEmpty ? list(facts) : "\(list(facts)) → \(list(results))"
  }
}

extension Finding {
  /// The finding as other tools read it.
  public func json(_ language: Language) -> JSON {
    func object(_ facts: [Witness.Fact]) -> JSON {
      .object(Dictionary(facts.map { ($0.name, JSON.string($0.value)) }) { first, _ in first })
    }
    return [
      "code": .string(code), "grade": .string(grade.rawValue),
      "message": .string(message[language]), "help": help.map { .string($0[language]) } ?? .null,
      "file": .string(place.file), "line": .integer(Int64(place.line)),
      "column": .integer(Int64(place.column)),
      "witnesses": .array(
        witnesses.map { ["facts": object($0.facts), "results": object($0.results)] }),
    ]
  }

  /// The finding as a diagnostic on the text it is about, witnesses as notes. What is not proved is a warning.
  public func diagnostic(in sources: [SourceFile]) -> Diagnostic {
    Diagnostic(
      code, message, at: sources.lazy.compactMap { $0.span(at: place) }.first,
      severity: grade == .error ? .error : .warning,
      notes: witnesses.map { witness in
        .init(Bilingual("for example \(witness.text)", zh: "例如 \(witness.text)"))
      }, help: help)
  }
}

extension SourceFile {
  /// From a place to the end of what is written on its line; nil: another file, or no such line.
  fileprivate func span(at place: Place) -> Span? {
    // Documents are known by their bare names, files on disk by their paths.
    guard name == place.file || name.hasSuffix("/\(place.file)") else { return nil }
    var line = 1
    var start = 0
    while line < place.line {
      guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
      start = end + 1
      line += 1
    }
    let range = lineRange(of: start)
    let text = String(decoding: bytes[range], as: UTF8.self)
    let before = String(text.unicodeScalars.prefix(max(0, place.column - 1)))
    let from = min(range.lowerBound + before.utf8.count, range.upperBound)
    return Span(self, from..<range.upperBound)
  }
}
