import Diagnostics

/// Where a rule stands in its document, kept with the rule so that `why` can name it years later.
public struct Place: Sendable, Hashable, Codable, CustomStringConvertible {
  public let file: String
  public let line: Int
  public let column: Int

  public init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  public init(_ span: Span) {
    self.init(file: span.source.name, line: span.start.line, column: span.start.column)
  }

  /// `presales-standard.yaml:52:14`
  public var description: String { "\(file):\(line):\(column)" }
}
