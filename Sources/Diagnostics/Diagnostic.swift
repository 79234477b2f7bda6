/// Something a person has to know about a text they wrote: what is wrong, where, and what to do.
///
/// The message is one line in lower case without a full stop, with the user's words in backticks:
/// ``unknown role `sponser` ``. What to do stands in `help`: ``did you mean `sponsor`?``.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable, Codable {
    case error, warning
  }

  /// A second place or fact that makes the message clear: "first defined here".
  public struct Note: Sendable, Hashable {
    public let message: Bilingual
    /// nil: the note is about the whole and points nowhere.
    public let span: Span?

    public init(_ message: Bilingual, at span: Span? = nil) {
      self.message = message
      self.span = span
    }
  }

  /// Stable, for machines and for searching: `policy.unknown-role`.
  public let code: String
  public let severity: Severity
  public let message: Bilingual
  /// nil: the finding has no place in a text (a file that cannot be opened).
  public let span: Span?
  public let notes: [Note]
  /// nil: there is no advice beyond the message.
  public let help: Bilingual?

  public init(
    _ code: String, _ message: Bilingual, at span: Span?, severity: Severity = .error,
    notes: [Note] = [], help: Bilingual? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.notes = notes
    self.help = help
  }
}

/// Everything that was found wrong with a text, in the order of its places.
public struct DiagnosticReport: Error, Sendable, Hashable {
  /// More than this tells nobody more; the rest is counted, not shown.
  public static let limit = 100

  public private(set) var diagnostics: [Diagnostic] = []
  /// How many were found beyond the limit.
  public private(set) var omitted = 0

  public init(_ diagnostics: [Diagnostic] = []) {
    for diagnostic in diagnostics { append(diagnostic) }
  }

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  public var isEmpty: Bool { diagnostics.isEmpty }

  /// What was found before, on another way to the same place, is told once.
  public mutating func append(_ diagnostic: Diagnostic) {
    guard !diagnostics.contains(diagnostic) else { return }
    if diagnostics.count < Self.limit {
      diagnostics.append(diagnostic)
    } else {
      omitted += 1
    }
  }

  public mutating func append(contentsOf other: DiagnosticReport) {
    for diagnostic in other.diagnostics { append(diagnostic) }
    omitted += other.omitted
  }

  /// The same findings, ordered by file and place; those without a place first.
  public func sorted() -> DiagnosticReport {
    var copy = self
    copy.diagnostics = diagnostics.enumerated().sorted { left, right in
      let (a, b) = (left.element.span, right.element.span)
      let keyA = (a?.source.name ?? "", a?.range.lowerBound ?? -1, left.offset)
      let keyB = (b?.source.name ?? "", b?.range.lowerBound ?? -1, right.offset)
      return keyA < keyB
    }.map(\.element)
    return copy
  }
}
