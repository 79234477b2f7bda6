import Diagnostics

/// Writes a tree as YAML that the reader reads back as the same tree.
///
/// Short lists and mappings of plain values stand on one line, everything else in block style. Comments and
/// the original quoting are not kept.
package struct YAMLWriter {
  private static let columns = 100

  /// What to say behind an entry of a mapping or an item of a list, as a comment; nil: nothing.
  ///
  /// Given the keys that lead to it; an item has the path of its list and `-`. What stands on one line within
  /// a list or mapping is not asked about.
  package typealias Annotation = (_ path: [String], _ value: Node) -> String?

  private let annotation: Annotation
  private var text = ""

  /// The document as text, ending with a line end. Refused parts are left out.
  package static func write(_ node: Node, annotation: @escaping Annotation = { _, _ in nil })
    -> String
  {
    var writer = YAMLWriter(annotation: annotation)
    switch node.content {
    case .mapping(let entries) where !entries.isEmpty: writer.write(entries, 0, [])
    case .sequence(let items) where !items.isEmpty: writer.write(items, 0, [])
    case .scalar, .mapping, .sequence, .refused: writer.text = flow(node) + "\n"
    }
    return writer.text
  }

  private init(annotation: @escaping Annotation) { self.annotation = annotation }

  private mutating func write(_ entries: [Node.Entry], _ indentation: Int, _ path: [String]) {
    for entry in entries {
      text += String(repeating: " ", count: indentation)
      write(entry, indentation, path)
    }
  }

  private mutating func write(_ entry: Node.Entry, _ indentation: Int, _ path: [String]) {
    let path = path + [entry.key.text]
    let comment = comment(path, entry.value)
    text += Self.quoted(entry.key.text) + ":"
    write(entry.value, indentation, path, comment)
  }

  private func comment(_ path: [String], _ node: Node) -> String {
    annotation(path, node).map { "  # \($0.inert)" } ?? ""
  }

  /// A value behind `key:` or `-`.
  private mutating func write(
    _ node: Node, _ indentation: Int, _ path: [String], _ comment: String
  ) {
    let line = Self.flow(node)
    // Sections of a document stand apart, however short.
    let fits =
      indentation + line.displayWidth <= Self.columns
      && Self.isFlat(node, depth: path.count == 1 ? 1 : 0)
    switch node.content {
    case .scalar(let scalar):
      if let lines = Self.literal(scalar.text) {
        text += " \(lines.indicator)\(comment)\n"
        for line in lines.lines {
          text += line.isEmpty ? "\n" : String(repeating: " ", count: indentation + 2) + line + "\n"
        }
      } else {
        text += line.isEmpty ? "\(comment)\n" : " \(line)\(comment)\n"
      }
    case .mapping(let entries) where !fits && !entries.isEmpty:
      text += "\(comment)\n"
      write(entries, indentation + 2, path)
    case .sequence(let items) where !fits && !items.isEmpty:
      text += "\(comment)\n"
      write(items, indentation + 2, path)
    case .mapping, .sequence, .refused: text += " \(line)\(comment)\n"
    }
  }

  private mutating func write(_ items: [Node], _ indentation: Int, _ path: [String]) {
    let path = path + ["-"]
    for item in items {
      text += String(repeating: " ", count: indentation) + "-"
      guard case .mapping(let entries) = item.content, let first = entries.first,
        indentation + Self.flow(item).displayWidth > Self.columns || !Self.isFlat(item)
      else {
        write(item, indentation, path, comment(path, item))
        continue
      }
      text += " "
      write(first, indentation + 2, path)
      write(Array(entries.dropFirst()), indentation + 2, path)
    }
  }

  /// Whether a node reads well on one line: a text, a list of texts, a mapping of these.
  private static func isFlat(_ node: Node, depth: Int = 0) -> Bool {
    switch node.content {
    case .scalar(let scalar): !scalar.text.contains("\n")
    case .sequence(let items): items.allSatisfy { $0.isScalar && isFlat($0) }
    case .mapping(let entries):
      depth < 2 && entries.allSatisfy { isFlat($0.value, depth: depth + 1) }
    case .refused: true
    }
  }

  private static func flow(_ node: Node) -> String {
    switch node.content {
    case .scalar(let scalar): scalar.isMissing ? "" : quoted(scalar.text)
    case .sequence(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{"
        + entries.map { "\(quoted($0.key.text)): \(flow($0.value))" }
        .joined(separator: ", ") + "}"
    case .refused: "\"\""
    }
  }

  /// The lines of a text for a literal scalar; nil: it is one line, or a literal could not hold it.
  private static func literal(_ text: String) -> (indicator: String, lines: [Substring])? {
    guard text.contains("\n"), !text.hasPrefix(" "), !text.hasPrefix("\n"), !text.contains("\t")
    else { return nil }
    let ends = text.hasSuffix("\n")
    guard !text.hasSuffix("\n\n") else { return nil }
    let body = ends ? text.dropLast() : Substring(text)
    return (ends ? "|" : "|-", body.split(separator: "\n", omittingEmptySubsequences: false))
  }

  /// The text as it is where it cannot be taken for anything else, else in double quotes.
  private static func quoted(_ text: String) -> String {
    isPlain(text) ? text : doubleQuoted(text)
  }

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
      return false
    }
    if "-?:,[]{}#&*!|>'\"%@` ".unicodeScalars.contains(first) || last == " " || last == ":" {
      return false
    }
    if text.hasPrefix("---") || text.hasPrefix("...") { return false }
    var before: Unicode.Scalar?
    for scalar in text.unicodeScalars {
      switch scalar {
      case ",", "[", "]", "{", "}", "\t", "\n", "?": return false
      case "#" where before == " ": return false
      case " " where before == ":": return false
      default: break
      }
      before = scalar
    }
    return true
  }

  private static func doubleQuoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension Node {
  fileprivate var isScalar: Bool { if case .scalar = content { true } else { false } }
}
