import Diagnostics

/// Why an expression has no value.
///
/// Errors are values of the evaluation, not failures of the machine: `&&` and `||` absorb them when the
/// other side decides, see ``Explanation``. One word in size, so that the path without errors stays fast.
public struct EvaluationError: Error, Sendable, Hashable {
  /// What went wrong, stable across versions: for machines, and for searching.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    case noSuchField = "no-such-field"
    case noSuchKey = "no-such-key"
    case noMatchingOverload = "no-matching-overload"
    case unknownName = "unknown-name"
    case notSet = "not-set"
    case overflow
    case divisionByZero = "division-by-zero"
    case outOfRange = "out-of-range"
    case indexOutOfRange = "index-out-of-range"
    case invalidArgument = "invalid-argument"
    case invalidConversion = "invalid-conversion"
    case repeatedKey = "repeated-key"
    case unsupportedKey = "unsupported-key"
    case noValue = "no-value"
    case budget
    case tooLarge = "too-large"
    case function
  }

  private indirect enum Storage: Sendable, Hashable {
    case error(Code, Bilingual, Range<Int>?)
  }

  private var storage: Storage

  /// `range` is the place in the expression, in UTF-8 bytes; a function need not know it, its caller adds it.
  public init(_ code: Code, _ message: Bilingual, range: Range<Int>? = nil) {
    storage = .error(code, message, range)
  }

  public var code: Code {
    switch storage {
    case .error(let code, _, _): code
    }
  }

  public var message: Bilingual {
    switch storage {
    case .error(_, let message, _): message
    }
  }

  /// The sub-expression that failed, as UTF-8 bytes of the expression's text; empty when it has no place.
  public var range: Range<Int> {
    switch storage {
    case .error(_, _, let range): range ?? 0..<0
    }
  }

  var hasPlace: Bool {
    switch storage {
    case .error(_, _, let range): range != nil
    }
  }

  /// The same error at a place, unless it already has one: the innermost place tells most.
  func located(at range: Range<Int>) -> EvaluationError {
    switch storage {
    case .error(let code, let message, nil): EvaluationError(code, message, range: range)
    case .error: self
    }
  }

  /// The same error without its place, which may be one in another text.
  var withoutPlace: EvaluationError { EvaluationError(code, message) }

  /// The error as a diagnostic on the expression it came from.
  public func diagnostic(in source: SourceFile) -> Diagnostic {
    Diagnostic("cel.\(code.rawValue)", message, at: Span(source, range))
  }
}

extension EvaluationError {
  init(_ error: ArithmeticError) {
    switch error {
    case .overflow: self.init(.overflow, error.message)
    case .divisionByZero: self.init(.divisionByZero, error.message)
    case .scaleOutOfRange: self.init(.invalidArgument, error.message)
    }
  }
}
