import Diagnostics

/// A part of a YAML document, with the place where it was written.
///
/// Scalars have no type of their own: they are text, typed by their place in the schema.
package struct Node: Sendable {
  package indirect enum Content: Sendable {
    case scalar(Scalar)
    case sequence([Node])
    case mapping([Entry])
    /// Stands where something was refused and reported already, so that nobody reports it twice.
    case refused
  }

  /// One `key: value` of a mapping, in the order of the file. Keys of one mapping are distinct.
  package struct Entry: Sendable {
    package let key: Scalar
    package let value: Node

    package init(key: Scalar, value: Node) {
      self.key = key
      self.value = value
    }
  }

  package let content: Content
  package let span: Span

  package init(_ content: Content, at span: Span) {
    self.content = content
    self.span = span
  }
}

extension Node {
  /// What lies at the end of a path of keys; nil: nothing does.
  subscript(path: [String]) -> Node? {
    path.reduce(self as Node?) { node, key in
      guard case .mapping(let entries)? = node?.content else { return nil }
      return entries.first { $0.key.text == key }?.value
    }
  }
}

/// A text in a YAML document: what it says, how it was written and where.
package struct Scalar: Sendable {
  package enum Style: Sendable {
    case plain, singleQuoted, doubleQuoted
    /// `|`: lines as they are.
    case literal
    /// `>`: lines joined; carets cannot follow it, so expressions may not be written so.
    case folded
  }

  package let text: String
  package let style: Style
  /// Quotes and block indicators included.
  package let span: Span
  /// The column, from 0, of the innermost block collection around the scalar; -1 at the top.
  let parentIndentation: Int

  package init(_ text: String, style: Style, at span: Span, parentIndentation: Int = -1) {
    self.text = text
    self.style = style
    self.span = span
    self.parentIndentation = parentIndentation
  }

  /// Whether nothing is written at all, not even quotes: `key:` and then the next line.
  package var isMissing: Bool { style == .plain && text.isEmpty }
}
