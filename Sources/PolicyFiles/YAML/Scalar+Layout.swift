import Diagnostics

extension Scalar {
  /// Whether the text stands in the file byte for byte: a plain scalar on one line.
  var isVerbatim: Bool {
    style == .plain && !span.source.bytes[span.range].contains(UInt8(ascii: "\n"))
  }

  /// Where the bytes of the text came from. Not for folded scalars, whose layout is empty.
  var layout: ScalarLayout {
    switch style {
    case .plain, .singleQuoted, .doubleQuoted:
      ScalarLayout(flow: span.source.bytes, span.range, style)
    case .literal:
      ScalarLayout(literal: span.source.bytes, span.range, parent: parentIndentation)
    case .folded: ScalarLayout()
    }
  }

  /// The place in the file of a range of bytes of the text, for carets inside an expression.
  ///
  /// Right inside quotes, over several plain lines and in literal scalars; a folded scalar is marked as a
  /// whole. An empty range stays empty.
  package func fileSpan(of textRange: Range<Int>) -> Span {
    switch style {
    case .folded: span
    case .plain where isVerbatim:
      Span(span.source, clamped(textRange, by: span.range.lowerBound))
    case .plain, .singleQuoted, .doubleQuoted, .literal:
      Span(span.source, layout.fileRange(of: textRange))
    }
  }

  private func clamped(_ range: Range<Int>, by offset: Int) -> Range<Int> {
    let count = text.utf8.count
    let lower = min(max(range.lowerBound, 0), count)
    return offset + lower..<offset + min(max(range.upperBound, lower), count)
  }
}
