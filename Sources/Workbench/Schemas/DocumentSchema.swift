import Engine

/// The JSON Schemas (draft 2020-12) of the documents, for editors that complete and check while one types.
///
/// They know shapes and keys. Whether names exist and expressions compile only `tollgate … check` can tell.
package enum DocumentSchema: String, CaseIterable, Sendable {
  case workflow, policy, directory, cases, notify

  /// The name of the file that ships: `policy.schema.json`.
  package var fileName: String { "\(rawValue).schema.json" }

  package var json: JSON {
    let root: Shape =
      switch self {
      case .workflow: .workflow
      case .policy: .policy
      case .directory: .directory
      case .cases: .cases
      case .notify: .notify
      }
    guard case .object(var members) = root.json else { return root.json }
    members["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    members["title"] = .string("Tollgate \(rawValue)")
    return .object(members)
  }

  /// The schema as it is printed and shipped: members in order of their names, two spaces, a newline at the end.
  package var text: String { json.indented + "\n" }
}

/// What stands in one place of a document.
///
/// YAML scalars have no type of their own here: an editor may take `5` for a number and `0.10` for another, so scalars are
/// told apart by their spelling only where the spelling is fixed.
indirect enum Shape: Sendable {
  case scalar(String)
  case text(String)
  case choice([String], String)
  case date(String)
  case flag(String)
  case list(of: Shape, String)
  case map(of: Shape, String)
  case object(ObjectShape)
  case anyOf([Shape])

  static func object(
    _ description: String, required: [String: Shape] = [:], optional: [String: Shape] = [:],
    oneOf alternatives: [[String]] = []
  ) -> Shape {
    .object(
      ObjectShape(
        description: description, required: required, optional: optional,
        alternatives: alternatives))
  }

  var json: JSON {
    switch self {
    case .scalar(let description):
      ["type": ["string", "number", "boolean"], "description": .string(description)]
    case .text(let description):
      [
        "description": .string(description),
        "anyOf": [
          ["type": ["string", "number", "boolean"]],
          [
            "type": "object", "additionalProperties": false, "required": ["en", "zh"],
            "properties": ["en": ["type": "string"], "zh": ["type": "string"]],
          ],
        ],
      ]
    case .choice(let choices, let description):
      [
        "enum": .array(choices.map(JSON.string)), "description": .string(description),
      ]
    case .date(let description):
      [
        "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
        "description": .string(description),
      ]
    case .flag(let description): ["type": "boolean", "description": .string(description)]
    case .list(let element, let description):
      ["type": "array", "items": element.json, "description": .string(description)]
    case .map(let value, let description):
      [
        "type": "object", "additionalProperties": value.json,
        "description": .string(description),
      ]
    case .object(let object): object.json
    case .anyOf(let shapes): ["anyOf": .array(shapes.map(\.json))]
    }
  }
}

/// A mapping with known keys.
struct ObjectShape: Sendable {
  let description: String
  let required: [String: Shape]
  let optional: [String: Shape]
  /// Sets of keys of which exactly one set must be there; empty: none.
  let alternatives: [[String]]

  var keys: Set<String> { Set(required.keys).union(optional.keys) }

  var json: JSON {
    var members: [String: JSON] = [
      // A mapping without required keys may be left empty: `planning:` and nothing after it.
      "type": required.isEmpty && alternatives.isEmpty ? ["object", "null"] : "object",
      "description": .string(description), "additionalProperties": false,
      "properties": .object(required.merging(optional) { first, _ in first }.mapValues(\.json)),
    ]
    if !required.isEmpty {
      members["required"] = .array(required.keys.sorted().map(JSON.string))
    }
    if !alternatives.isEmpty {
      members["oneOf"] = .array(
        alternatives.map { ["required": .array($0.map(JSON.string))] })
    }
    return .object(members)
  }
}

extension JSON {
  /// For people: two spaces a level, members in order of their names.
  package var indented: String { indented(0) }

  private func indented(_ depth: Int) -> String {
    let inner = String(repeating: "  ", count: depth + 1)
    let outer = String(repeating: "  ", count: depth)
    switch self {
    case .null, .bool, .integer, .string: return canonicalText
    case .array(let elements):
      if elements.allSatisfy(\.isScalar) { return canonicalText.replacing(",\"", with: ", \"") }
      let lines = elements.map { inner + $0.indented(depth + 1) }
      return "[\n" + lines.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let members):
      guard !members.isEmpty else { return "{}" }
      let lines = members.sorted { $0.key < $1.key }.map { key, value in
        "\(inner)\(JSON.string(key).canonicalText): \(value.indented(depth + 1))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    case .null, .bool, .integer, .string: true
    }
  }
}
