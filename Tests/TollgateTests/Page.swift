import Foundation

/// A Markdown document of the repository, taken apart as far as the tests read it.
struct Page {
  enum Part {
    case prose(String)
    /// `<!-- … -->` on a line of its own.
    case note(String)
    /// Between two fences; `kind` is what stands after the first.
    case block(kind: String, lines: [String])
  }

  /// Its path in the repository.
  let name: String
  let parts: [Part]

  init(name: String, text: String) {
    self.name = name
    var parts: [Part] = []
    var block: (kind: String, lines: [String])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let open = block {
        if line == "```" {
          parts.append(.block(kind: open.kind, lines: open.lines))
          block = nil
        } else {
          block = (open.kind, open.lines + [line])
        }
      } else if line.hasPrefix("```") {
        block = (String(line.dropFirst(3)), [])
      } else if line.hasPrefix("<!-- "), line.hasSuffix(" -->") {
        parts.append(.note(String(line.dropFirst(5).dropLast(4))))
      } else {
        parts.append(.prose(line))
      }
    }
    if let block { parts.append(.block(kind: block.kind, lines: block.lines)) }
    self.parts = parts
  }

  init(_ name: String) throws {
    let url = Fixtures.package.appendingPathComponent(name)
    self.init(name: name, text: try String(contentsOf: url, encoding: .utf8))
  }

  /// Every document of the repository.
  static let names: [String] = {
    let hidden = FileManager.default.enumerator(atPath: Fixtures.package.path)
    return (hidden?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && !$0.contains("/.") }
      .filter { !$0.hasPrefix("Tests/") }.sorted()
  }()

  var language: String { name.hasSuffix(".zh.md") ? "zh" : "en" }

  /// The lines of its `console` blocks that are typed, whole: one that ends with `\` goes on in the next.
  var commands: [String] {
    parts.flatMap { part in
      guard case .block("console", let lines) = part else { return [String]() }
      return Self.typed(lines).map(\.command)
    }
  }

  /// What is typed in a block, and the lines under each that it prints.
  static func typed(_ lines: [String]) -> [(command: String, printed: [String])] {
    var typed: [(command: String, printed: [String])] = []
    for line in lines {
      if line.hasPrefix("$ ") {
        typed.append((line, []))
      } else if let last = typed.indices.last {
        if typed[last].printed.isEmpty, typed[last].command.hasSuffix("\\") {
          typed[last].command += "\n" + line
        } else {
          typed[last].printed.append(line)
        }
      }
    }
    return typed
  }
}
