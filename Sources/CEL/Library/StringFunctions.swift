import Diagnostics

/// The strings extension. Positions count code points.
enum StringFunctions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    if function == .join { return try join(arguments, &meter) }
    guard case .string(let text) = arguments.first else { throw .noOverload(function, arguments) }
    try meter.admit(bytes: text.utf8.count)
    switch (function, arguments.count) {
    case (.charAt, 2), (.substring, 2...3): return try substring(function, text, arguments)
    case (.indexOf, 2...3): return try indexOf(text, arguments, &meter)
    case (.lastIndexOf, 2...3): return try lastIndexOf(text, arguments, &meter)
    case (.lowerAscii, 1): return .string(mapAscii(text, "A"..."Z") { $0 + 32 })
    case (.upperAscii, 1): return .string(mapAscii(text, "a"..."z") { $0 - 32 })
    case (.replace, 3...4): return try replace(text, arguments, &meter)
    case (.split, 2...3): return try split(text, arguments, &meter)
    case (.trim, 1):
      let scalars = text.unicodeScalars
      guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
        let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
      else { return .string("") }
      return .string(String(scalars[first...last]))
    case (.reverse, 1):
      var reversed = String.UnicodeScalarView()
      reversed.append(contentsOf: text.unicodeScalars.reversed())
      return .string(String(reversed))
    case (.quote, 1):
      return .string(Quoting.quoted(text))
    case (.format, 2):
      guard case .list(let values) = arguments.second else {
        throw .noOverload(function, arguments)
      }
      return .string(try TextFormat.format(text, values, &meter))
    default: throw .noOverload(function, arguments)
    }
  }

  private static func substring(
    _ function: Builtin, _ text: String, _ arguments: Arguments
  ) throws(EvaluationError) -> Value {
    guard case .int(let start) = arguments.second else { throw .noOverload(function, arguments) }
    let scalars = Array(text.unicodeScalars)
    let count = Int64(scalars.count)
    guard 0...count ~= start else { throw .indexOutOfRange(start) }
    var end = function == .charAt ? min(start + 1, count) : count
    if arguments.count == 3 {
      guard case .int(let given) = arguments.third else { throw .noOverload(function, arguments) }
      guard 0...count ~= given else { throw .indexOutOfRange(given) }
      guard start <= given else {
        throw .invalid(
          "invalid substring range: \(start) to \(given)", zh: "无效的子串范围: \(start) 至 \(given)")
      }
      end = given
    }
    return .string(string(scalars[Int(start)..<Int(end)]))
  }

  private static func indexOf(
    _ text: String, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .string(let part) = arguments.second else { throw .noOverload(.indexOf, arguments) }
    try meter.charge(bytes: part.utf8.count)
    var start: Int64 = 0
    let scalars = text.unicodeScalars
    if arguments.count == 3 {
      guard case .int(let given) = arguments.third else { throw .noOverload(.indexOf, arguments) }
      start = given
      let count = Int64(scalars.count)
      guard start >= 0, part.isEmpty ? start <= count : start < count else {
        throw .indexOutOfRange(start)
      }
    }
    let from = scalars.index(scalars.startIndex, offsetBy: Int(start))
    let byte = text.utf8.distance(from: text.startIndex, to: from)
    guard let found = TextSearch(part).first(in: text, from: byte) else { return .int(-1) }
    return .int(Int64(codePoints(text, before: found)))
  }

  private static func lastIndexOf(
    _ text: String, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .string(let part) = arguments.second else {
      throw .noOverload(.lastIndexOf, arguments)
    }
    try meter.charge(bytes: part.utf8.count)
    let count = Int64(text.unicodeScalars.count)
    var last = count
    if arguments.count == 3 {
      guard case .int(let given) = arguments.third else {
        throw .noOverload(.lastIndexOf, arguments)
      }
      guard given >= 0, part.isEmpty ? given <= count : given < count else {
        throw .indexOutOfRange(given)
      }
      last = given
    }
    // The last occurrence is the first of the reversed part in the reversed text.
    let size = Int64(part.unicodeScalars.count)
    let start = max(0, count - last - size)
    let reversedText = reversed(text)
    let scalars = reversedText.unicodeScalars
    let from = scalars.index(scalars.startIndex, offsetBy: Int(start))
    let byte = reversedText.utf8.distance(from: reversedText.startIndex, to: from)
    guard let found = TextSearch(reversed(part)).first(in: reversedText, from: byte) else {
      return .int(-1)
    }
    return .int(count - size - Int64(codePoints(reversedText, before: found)))
  }

  private static func replace(
    _ text: String, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .string(let old) = arguments.second, case .string(let new) = arguments.third else {
      throw .noOverload(.replace, arguments)
    }
    var limit = Int.max
    if arguments.count == 4 {
      guard case .int(let given) = arguments.fourth else {
        throw .noOverload(.replace, arguments)
      }
      if given >= 0 { limit = Int(clamping: given) }
    }
    let pieces = try cut(text, at: old, limit: limit, &meter)
    try meter.admit(bytes: text.utf8.count + pieces.count * new.utf8.count)
    return .string(pieces.joined(separator: new))
  }

  private static func split(
    _ text: String, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .string(let separator) = arguments.second else {
      throw .noOverload(.split, arguments)
    }
    var limit = Int.max
    if arguments.count == 3 {
      guard case .int(let given) = arguments.third else { throw .noOverload(.split, arguments) }
      if given == 0 { return .list([]) }
      if given > 0 { limit = Int(clamping: given - 1) }
    }
    var pieces = try cut(text, at: separator, limit: limit, &meter)
    // Splitting at nothing yields the code points, without the empty ends.
    if separator.isEmpty {
      if pieces.first?.isEmpty == true { pieces.removeFirst() }
      if pieces.last?.isEmpty == true { pieces.removeLast() }
      if limit < Int.max, pieces.count > limit + 1 {
        pieces[limit...] = [pieces[limit...].joined()[...]]
      }
    }
    return .list(pieces.map { .string(String($0)) })
  }

  /// The pieces of a text between the first `limit` occurrences of a part. Nothing occurs before each code
  /// point and at the end.
  private static func cut(
    _ text: String, at part: String, limit: Int, _ meter: inout Meter
  ) throws(EvaluationError) -> [Substring] {
    try meter.charge(bytes: part.utf8.count)
    var pieces: [Substring] = []
    var start = text.startIndex
    if part.isEmpty {
      try meter.admit(elements: text.utf8.count)
      for index in text.unicodeScalars.indices where pieces.count < limit {
        pieces.append(text[start..<index])
        start = index
      }
      if pieces.count < limit {
        pieces.append(text[start...])
        start = text.endIndex
      }
    } else {
      let search = TextSearch(part)
      var offset = 0
      while pieces.count < limit, let found = search.first(in: text, from: offset) {
        try meter.admit(elements: pieces.count / 16 + 1)
        let index = text.utf8.index(text.startIndex, offsetBy: found)
        pieces.append(text[start..<index])
        offset = found + search.length
        start = text.utf8.index(text.startIndex, offsetBy: offset)
      }
    }
    pieces.append(text[start...])
    return pieces
  }

  private static func join(
    _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .list(let elements) = arguments.first else { throw .noOverload(.join, arguments) }
    var separator = ""
    if arguments.count == 2 {
      guard case .string(let given) = arguments.second else { throw .noOverload(.join, arguments) }
      separator = given
    }
    try meter.charge(elements.count)
    var size = 0
    var texts: [String] = []
    for element in elements {
      guard case .string(let text) = element else { throw .noOverload(.join, arguments) }
      size += text.utf8.count + separator.utf8.count
      texts.append(text)
    }
    try meter.admit(bytes: size)
    return .string(texts.joined(separator: separator))
  }

  private static func mapAscii(
    _ text: String, _ range: ClosedRange<Unicode.Scalar>, _ change: (UInt8) -> UInt8
  ) -> String {
    let bytes = UInt8(ascii: range.lowerBound)...UInt8(ascii: range.upperBound)
    return String(decoding: text.utf8.map { bytes ~= $0 ? change($0) : $0 }, as: UTF8.self)
  }

  private static func reversed(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text.unicodeScalars.reversed())
    return String(view)
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// How many code points stand before a byte offset.
  private static func codePoints(_ text: String, before offset: Int) -> Int {
    let bytes = text.utf8Span.span
    var count = 0
    for index in 0..<offset where bytes[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
