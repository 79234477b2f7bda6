import CEL
import Diagnostics
import Engine
import Foundation
import PolicyFiles

/// A story about sign-off that people can read aloud: who there is, which rules, and what happens step by step.
struct Scenario {
  /// One line of the story: a sentence, and what comes of it if not success.
  struct Line {
    let sentence: Sentence
    /// What is expected after the colon: `refused self-approval`; nil: that it works.
    let outcome: Sentence?
  }

  let title: String
  let people: [Person]
  let sources: [String: RulebookSources]
  let start: Timestamp
  let lines: [Line]
}

/// Words with the place where each stands.
struct Sentence {
  struct Word {
    let text: String
    let place: String
  }

  let place: String
  let words: [Word]

  /// Words are told apart by spaces, and by commas of lists.
  init(_ scalar: Scalar) {
    place = scalar.span.place
    var words: [Word] = []
    let source = scalar.span.source
    var offset = scalar.span.range.lowerBound
    var word = ""
    var start = offset
    func end() {
      if !word.isEmpty { words.append(Word(text: word, place: Span(source, start..<start).place)) }
      word = ""
    }
    for character in String(decoding: source.bytes[scalar.span.range], as: UTF8.self) {
      switch character {
      case " ", "\n": end()
      case ",", "，", "、":
        end()
        words.append(Word(text: ",", place: Span(source, offset..<offset).place))
      case "\"", "'": break
      default:
        if word.isEmpty { start = offset }
        word.append(character)
      }
      offset += character.utf8.count
    }
    end()
    self.words = words
  }
}

/// What is wrong with a scenario, or went otherwise than it says: `file:line:column: message`.
struct ScenarioMistake: Error, CustomStringConvertible {
  let place: String
  let message: String

  var description: String { "\(place): \(message)" }
}

extension Scenario {
  /// Reads a scenario; `folder` is where the files that it names are found.
  init(_ source: SourceFile, folder: URL) throws {
    var report = DiagnosticReport()
    let root = YAMLReader.read(source, into: &report)
    if report.hasErrors { throw report }
    let top = try Fields(
      root, of: "a scenario", at: source,
      known: ["scenario", "workflow", "policy", "policies", "people", "start", "steps"])
    title = try top.scalar("scenario").text
    let workflow = try Self.document(top.scalar("workflow"), folder, "workflow")
    var sources: [String: RulebookSources] = [:]
    if let policy = try top.optional("policy") {
      let document = try Self.document(policy, folder, "policy")
      sources[""] = RulebookSources(workflow: workflow, layers: [document])
    }
    if let later = top["policies"] {
      guard case .mapping(let entries) = later.content else {
        throw ScenarioMistake(place: later.span.place, message: "expected names of policies")
      }
      for entry in entries {
        let document = try Self.document(Fields.scalar(entry.value), folder, entry.key.text)
        sources[entry.key.text] = RulebookSources(workflow: workflow, layers: [document])
      }
    }
    self.sources = sources
    people = try Self.people(top.required("people"))
    let start = try top.optional("start")
    let text = start?.text ?? "2026-03-02T01:00:00Z"
    guard let time = Timestamp(text) else {
      throw ScenarioMistake(
        place: start?.span.place ?? source.name,
        message: "`\(text)` is no time; write it like `2026-03-02T09:00:00+08:00`")
    }
    self.start = time
    lines = try Self.lines(top.required("steps"))
  }

  private static func lines(_ node: Node) throws -> [Line] {
    guard case .sequence(let items) = node.content else {
      throw ScenarioMistake(place: node.span.place, message: "expected a list of steps")
    }
    return try items.map { item in
      switch item.content {
      case .scalar(let scalar): return Line(sentence: Sentence(scalar), outcome: nil)
      case .mapping(let entries) where entries.count == 1:
        return Line(
          sentence: Sentence(entries[0].key),
          outcome: Sentence(try Fields.scalar(entries[0].value)))
      case .mapping, .sequence, .refused:
        throw ScenarioMistake(
          place: item.span.place, message: "a step is one sentence, perhaps with `: refused …`")
      }
    }
  }

  /// A file beside the scenario, or the text itself.
  private static func document(_ scalar: Scalar, _ folder: URL, _ name: String) throws
    -> RulebookSources.Document
  {
    guard scalar.style != .literal else { return .init(file: "\(name).yaml", text: scalar.text) }
    let file = folder.appending(path: scalar.text)
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      throw ScenarioMistake(
        place: scalar.span.place, message: "there is no file `\(scalar.text)` beside the scenarios")
    }
    return .init(file: scalar.text, text: text)
  }

  private static func people(_ node: Node) throws -> [Person] {
    guard case .mapping(let entries) = node.content else {
      throw ScenarioMistake(place: node.span.place, message: "expected people by name")
    }
    var people = try entries.map { try person($0) }
    if !people.contains(where: { $0.holdings.contains { $0.role == Role.administrator } }) {
      people.append(
        Person(
          id: "admin", name: Bilingual(verbatim: "admin"), accounts: ["test-admin"],
          holdings: [.init(role: Role.administrator)]))
    }
    return people
  }

  private static func person(_ entry: Node.Entry) throws -> Person {
    let fields = try Fields(
      entry.value, of: "a person", known: ["manager", "ceiling", "alias_of", "roles"])
    var ceiling: Ceiling?
    if let scalar = try fields.optional("ceiling") {
      let amount = Decimal(scalar.text)
      guard scalar.text == "unlimited" || amount != nil else {
        throw ScenarioMistake(
          place: scalar.span.place, message: "`\(scalar.text)` is neither an amount nor `unlimited`"
        )
      }
      ceiling = amount.map { .amount($0) } ?? .unlimited
    }
    return Person(
      id: PersonID(entry.key.text), name: Bilingual(verbatim: entry.key.text), rank: 1,
      manager: try fields.optional("manager").map { PersonID($0.text) }, ceiling: ceiling,
      accounts: ["test-\(entry.key.text)"],
      aliasOf: try fields.optional("alias_of").map { PersonID($0.text) },
      holdings: try fields.list("roles").map { .init(role: RoleName($0.text)) })
  }
}

/// The keys of one mapping of a scenario.
private struct Fields {
  private let entries: [String: Node]
  private let what: String
  private let place: String

  init(_ node: Node?, of what: String, at source: SourceFile? = nil, known: [String]) throws {
    self.what = what
    place = node?.span.place ?? "\(source?.name ?? ""):1:1"
    guard case .mapping(let entries)? = node?.content else {
      throw ScenarioMistake(place: place, message: "\(what) is written as `key: value`")
    }
    for entry in entries where !known.contains(entry.key.text) {
      throw ScenarioMistake(
        place: entry.key.span.place,
        message: "\(what) has no `\(entry.key.text)`; it has \(known.joined(separator: ", "))")
    }
    self.entries = Dictionary(entries.map { ($0.key.text, $0.value) }) { first, _ in first }
  }

  subscript(key: String) -> Node? { entries[key] }

  func required(_ key: String) throws -> Node {
    guard let node = entries[key] else {
      throw ScenarioMistake(place: place, message: "\(what) needs `\(key):`")
    }
    return node
  }

  func scalar(_ key: String) throws -> Scalar { try Self.scalar(required(key)) }

  func optional(_ key: String) throws -> Scalar? { try entries[key].map(Self.scalar) }

  func list(_ key: String) throws -> [Scalar] {
    guard let node = entries[key] else { return [] }
    guard case .sequence(let items) = node.content else { return [try Self.scalar(node)] }
    return try items.map(Self.scalar)
  }

  static func scalar(_ node: Node) throws -> Scalar {
    guard case .scalar(let scalar) = node.content else {
      throw ScenarioMistake(place: node.span.place, message: "expected a text")
    }
    return scalar
  }
}
