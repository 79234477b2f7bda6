import Diagnostics

/// `size` and the string tests of CEL's standard definitions.
enum StandardFunctions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    switch (function, arguments.first, arguments.second) {
    case (.size, .string(let text), _):
      try meter.charge(bytes: text.utf8.count)
      return .int(Int64(CodePoints.count(text)))
    case (.size, .bytes(let bytes), _): return .int(Int64(bytes.count))
    case (.size, .list(let elements), _): return .int(Int64(elements.count))
    case (.size, .map(let map), _): return .int(Int64(map.count))
    case (.contains, .string(let text), .string(let part)):
      try meter.charge(bytes: text.utf8.count + part.utf8.count)
      return .bool(TextSearch(part).first(in: text) != nil)
    case (.matches, .string(let text), .string(let source)):
      // Compiling takes time proportional to the pattern's source, and memory to its size.
      try meter.charge(source.utf8.count * 4 + 16)
      let pattern: Pattern
      do {
        pattern = try Pattern(source)
      } catch {
        throw EvaluationError(.invalidArgument, error.message)
      }
      // A short source may repeat much; one such program is made before it is known how much.
      try meter.charge(pattern.size * 2)
      return .bool(try matches(text, pattern, &meter))
    case (.startsWith, .string(let text), .string(let part)):
      try meter.charge(bytes: part.utf8.count)
      return .bool(text.utf8.starts(with: part.utf8))
    case (.endsWith, .string(let text), .string(let part)):
      try meter.charge(bytes: part.utf8.count)
      let (text, part) = (text.utf8Span.span, part.utf8Span.span)
      guard text.count >= part.count else { return .bool(false) }
      return .bool(Text.order(text.extracting(last: part.count), part) == 0)
    default: throw .noOverload(function, arguments)
    }
  }

  /// Whether a compiled pattern matches within a text, charged by both sizes.
  static func matches(
    _ text: String, _ pattern: Pattern, _ meter: inout Meter
  ) throws(EvaluationError) -> Bool {
    try meter.charge(pattern.stepBound(utf8Count: text.utf8.count) / 8)
    return pattern.matches(text)
  }
}

/// Finds a text within texts in time proportional to both, after Knuth, Morris and Pratt.
///
/// A search that compares at each position anew takes the product of the lengths: a hostile expression's friend.
struct TextSearch {
  private let part: [UInt8]
  /// For each prefix of `part`, the length of its longest border.
  private let borders: [Int]

  init(_ part: String) {
    self.part = Array(part.utf8)
    var borders = [Int](repeating: 0, count: max(1, self.part.count))
    var length = 0
    for index in self.part.indices.dropFirst() {
      while length > 0, self.part[index] != self.part[length] { length = borders[length - 1] }
      if self.part[index] == self.part[length] { length += 1 }
      borders[index] = length
    }
    self.borders = borders
  }

  var length: Int { part.count }

  /// The byte offset of the first occurrence at or after `start`; nil when there is none.
  func first(in text: String, from start: Int = 0) -> Int? {
    let bytes = text.utf8Span.span
    guard !part.isEmpty else { return start <= bytes.count ? start : nil }
    var matched = 0
    var index = start
    while index < bytes.count {
      // Most places do not even begin like the part.
      if matched == 0, bytes[index] != part[0] {
        index += 1
        continue
      }
      while matched > 0, bytes[index] != part[matched] { matched = borders[matched - 1] }
      if bytes[index] == part[matched] { matched += 1 }
      index += 1
      if matched == part.count { return index - matched }
    }
    return nil
  }
}
