import Diagnostics
import Foundation

@testable import PolicyFiles

/// The cases of the public YAML test suite, read from the data folder beside the project.
enum YAMLSuite {
  struct Case: Decodable {
    let id: String
    let yaml: String
    let events: String
    let json: String?
    let fail: Bool
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  static let url = root.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/conformance/yaml-test-suite.jsonl")

  /// nil: the data folder is absent.
  static func cases() throws -> [Case]? {
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return nil }
    return try text.split(separator: "\n").map {
      try JSONDecoder().decode(Case.self, from: Data($0.utf8))
    }
  }

  /// The checked-in verdict on each case: `accepted` and the tree, or the codes of the diagnostics.
  static func verdicts() throws -> [String: String] {
    let url = root.appending(path: "yaml-verdicts.txt")
    var verdicts: [String: String] = [:]
    for line in try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    where !line.hasPrefix("#") {
      let parts = line.split(separator: " ", maxSplits: 1)
      verdicts[String(parts[0])] = String(parts[1])
    }
    return verdicts
  }
}

extension Node {
  /// The tree in the notation of the suite's `events`, without what only says how a thing was written.
  var events: [String] {
    switch content {
    case .scalar(let scalar): [scalar.event]
    case .sequence(let items): ["+SEQ"] + items.flatMap(\.events) + ["-SEQ"]
    case .mapping(let entries):
      ["+MAP"] + entries.flatMap { [$0.key.event] + $0.value.events } + ["-MAP"]
    case .refused: ["refused"]
    }
  }

  /// The tree on one line, every scalar in quotes.
  var outline: String {
    switch content {
    case .scalar(let scalar): scalar.text.debugDescription
    case .sequence(let items): "[" + items.map(\.outline).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{"
        + entries.map { "\($0.key.text.debugDescription): \($0.value.outline)" }
        .joined(separator: ", ") + "}"
    case .refused: "refused"
    }
  }

  /// Whether the tree has the shape of a JSON value, and the same texts where that has texts.
  func resembles(_ json: Any) -> Bool {
    switch (content, json) {
    case (.scalar(let scalar), let text as String): scalar.text.utf8.elementsEqual(text.utf8)
    case (.scalar, is NSNumber), (.scalar, is NSNull): true
    case (.sequence(let items), let array as [Any]):
      items.count == array.count && zip(items, array).allSatisfy { $0.resembles($1) }
    case (.mapping(let entries), let object as [String: Any]):
      entries.count == object.count
        && entries.allSatisfy { entry in object[entry.key.text].map(entry.value.resembles) ?? false
        }
    default: false
    }
  }
}

extension Scalar {
  fileprivate var event: String {
    let mark =
      switch style {
      case .plain: ":"
      case .singleQuoted: "'"
      case .doubleQuoted: "\""
      case .literal: "|"
      case .folded: ">"
      }
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "\\": "\\\\"
      case "\n": "\\n"
      case "\t": "\\t"
      case "\r": "\\r"
      case "\u{8}": "\\b"
      default: String(scalar)
      }
    }
    return "=VAL \(mark)\(escaped.joined())"
  }
}
