import Diagnostics

/// What is wrong with a regular expression, and where in its text.
public struct PatternError: Error, Sendable, Hashable {
  /// UTF-8 offset into the pattern, 0 ... its length.
  public let offset: Int
  public let message: Bilingual

  init(_ message: Bilingual, at offset: Int) {
    self.offset = offset
    self.message = message
  }
}
