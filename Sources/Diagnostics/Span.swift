/// A stretch of a source text, as a range of UTF-8 bytes.
public struct Span: Sendable, Hashable {
  public let source: SourceFile
  public let range: Range<Int>

  public init(_ source: SourceFile, _ range: Range<Int>) {
    self.source = source
    self.range = range
  }

  public var start: Position { source.position(of: range.lowerBound) }

  /// `Policies/standard.yaml:12:7`
  public var place: String { "\(source.name):\(start.line):\(start.column)" }

  public static func == (left: Span, right: Span) -> Bool {
    left.range == right.range && left.source.name == right.source.name
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(source.name)
    hasher.combine(range)
  }
}
