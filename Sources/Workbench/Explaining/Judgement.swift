import CEL
import Diagnostics
import Engine

/// A condition with every part of it: what each came to, down to the two sides of each comparison.
package struct Judgement: Sendable {
  /// The part as it was written, on one line.
  package let text: String
  package let result: Result<Value, EvaluationError>
  package let parts: [Judgement]
  /// The sides of a comparison; nil: the part is none.
  package let sides: (left: Result<Value, EvaluationError>, right: Result<Value, EvaluationError>)?

  init(_ expression: Expression, in examination: Examination) {
    let parser = Parts(expression, examination.rules.scope)
    self = Judgement(expression.program.tree, parser, examination)
  }

  private init(_ tree: CheckedExpression, _ parser: Parts, _ examination: Examination) {
    text = parser.text(of: tree)
    result = parser.evaluate(tree, examination)
    guard case .call(let function, let arguments) = tree.kind else {
      (parts, sides) = ([], nil)
      return
    }
    switch function {
    case "_&&_", "_||_", "!_":
      parts = arguments.map { Judgement($0, parser, examination) }
      sides = nil
    case _ where Parts.comparisons.contains(function) && arguments.count == 2:
      parts = []
      sides = (
        parser.evaluate(arguments[0], examination), parser.evaluate(arguments[1], examination)
      )
    default: (parts, sides) = ([], nil)
    }
  }

  /// Whether it is true; nil: it cannot be evaluated.
  package var holds: Bool? {
    if case .success(.bool(let holds)) = result { holds } else { nil }
  }
}

/// The parts of one expression as expressions of their own.
struct Parts {
  static let comparisons: Set<String> = ["_<_", "_<=_", "_>_", "_>=_", "_==_", "_!=_"]

  private let bytes: [UInt8]
  private let environment: Environment

  init(_ expression: Expression, _ scope: Scope) {
    bytes = Array(expression.text.utf8)
    environment = scope.environment
  }

  /// Compiles a part; nil: it needs a variable of the macro that it stands in.
  func program(_ part: CheckedExpression) -> Program? {
    try? environment.compile(SourceFile(name: "<part>", bytes: Array(bytes[range(of: part)])))
  }

  func evaluate(_ part: CheckedExpression, _ examination: Examination) -> Result<
    Value, EvaluationError
  > {
    guard let program = program(part) else {
      return .failure(
        EvaluationError(.unknownName, Bilingual("only within its macro", zh: "仅在宏内有意义")))
    }
    do throws(EvaluationError) {
      return .success(try examination.value(of: program))
    } catch {
      return .failure(error)
    }
  }

  func text(of part: CheckedExpression) -> String {
    String(decoding: bytes[range(of: part)], as: UTF8.self)
      .split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\r\n" }).joined(separator: " ")
  }

  /// The bytes of a part with the parentheses that its tree has lost.
  ///
  /// A part's range begins at its first operand, inside the parentheses around that: `(a || b) && c` as `a || b) && c`.
  private func range(of part: CheckedExpression) -> Range<Int> {
    var range = part.range.clamped(to: 0..<bytes.count)
    let (closing, opening) = unmatched(range)
    for _ in 0..<closing {
      guard let before = bytes[..<range.lowerBound].lastIndex(where: { !Self.isBlank($0) }),
        bytes[before] == UInt8(ascii: "(")
      else { break }
      range = before..<range.upperBound
    }
    for _ in 0..<opening {
      guard let after = bytes[range.upperBound...].firstIndex(where: { !Self.isBlank($0) }),
        bytes[after] == UInt8(ascii: ")")
      else { break }
      range = range.lowerBound..<after + 1
    }
    return range
  }

  /// How many parentheses are closed that were not opened in the range, and the other way round. Quoted text is skipped.
  private func unmatched(_ range: Range<Int>) -> (closing: Int, opening: Int) {
    var closing = 0
    var depth = 0
    var quote: UInt8?
    var isEscaped = false
    for byte in bytes[range] {
      if let end = quote {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == end {
          quote = nil
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        if depth > 0 { depth -= 1 } else { closing += 1 }
      default: break
      }
    }
    return (closing, depth)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\t")
  }
}
