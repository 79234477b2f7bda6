import Diagnostics

/// The strings extension. Positions count code points.
enum StringFunctions {
  static func call(
    _ function: Builtin, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    if function == .join { return try join(arguments, &meter) }
    guard case .string(let text) = arguments.first else { throw .noOverload(function, arguments) }
    // Counting code points takes longer than copying bytes.
    try meter.charge(text.utf8.count / 4 + 1)
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
      return .string(CodePoints.reversed(text))
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
    let count = Int64(CodePoints.count(text))
    guard 0...count ~= start else { throw .indexOutOfRange(start) }
    var end = function == .charAt ? min(start + 1, count) : count
    if arguments.count == 3 {
      guard case .int(let given) = arguments.third else { throw .noOverload(function, arguments) }
      guard 0...count ~= given else { throw .indexOutOfRange(given) }
      guard start <= given else {
        throw .invalid(
          "invalid substring range: \(start) to \(given)", zh: "无效的子串范围：\(start) 至 \(given)")
      }
      end = given
    }
    return .string(CodePoints.substring(text, Int(start)..<Int(end)))
  }

  private static func indexOf(
    _ text: String, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .string(let part) = arguments.second else { throw .noOverload(.indexOf, arguments) }
    try meter.charge(bytes: part.utf8.count)
    var start: Int64 = 0
    if arguments.count == 3 {
      guard case .int(let given) = arguments.third else { throw .noOverload(.indexOf, arguments) }
      start = given
      let count = Int64(CodePoints.count(text))
      guard 0...count ~= start else { throw .indexOutOfRange(start) }
    }
    let byte = CodePoints.byteOffset(text, of: Int(start))
    guard let found = TextSearch(part).first(in: text, from: byte) else { return .int(-1) }
    return .int(start + Int64(CodePoints.count(text, in: byte..<found)))
  }

  private static func lastIndexOf(
    _ text: String, _ arguments: Arguments, _ meter: inout Meter
  ) throws(EvaluationError) -> Value {
    guard case .string(let part) = arguments.second else {
      throw .noOverload(.lastIndexOf, arguments)
    }
    try meter.charge(bytes: part.utf8.count)
    let count = Int64(CodePoints.count(text))
    var last = count
    if arguments.count == 3 {
      guard case .int(let given) = arguments.third else {
        throw .noOverload(.lastIndexOf, arguments)
      }
      guard 0...count ~= given else { throw .indexOutOfRange(given) }
      last = given
    }
    // The last occurrence is the first of the reversed part in the reversed text.
    let size = Int64(CodePoints.count(part))
    let start = max(0, count - last - size)
    let reversed = CodePoints.reversed(text)
    let byte = CodePoints.byteOffset(reversed, of: Int(start))
    guard let found = TextSearch(CodePoints.reversed(part)).first(in: reversed, from: byte) else {
      return .int(-1)
    }
    return .int(count - size - Int64(CodePoints.count(reversed, in: 0..<found)))
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
    let pieces =
      separator.isEmpty
      ? try codePoints(of: text, limit: limit, &meter)
      : try cut(text, at: separator, limit: limit, &meter)
    return .list(pieces.map { .string(String($0)) })
  }

  /// The first `limit` code points, each by itself, and the rest.
  private static func codePoints(
    of text: String, limit: Int, _ meter: inout Meter
  ) throws(EvaluationError) -> [Substring] {
    let count = min(limit, CodePoints.count(text))
    try meter.admit(elements: count)
    // A text for each costs more than an element does.
    try meter.charge(count)
    var pieces: [Substring] = []
    pieces.reserveCapacity(count)
    var scalars = text.unicodeScalars.makeIterator()
    while pieces.count < count, let scalar = scalars.next() {
      pieces.append(Substring(String(scalar)))
    }
    let rest = text.utf8.count - pieces.reduce(0) { $0 + $1.utf8.count }
    if rest > 0 { pieces.append(text[text.utf8.index(text.endIndex, offsetBy: -rest)...]) }
    return pieces
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
      // A text for each code point costs more than an element does.
      try meter.charge(text.utf8.count)
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
        if pieces.count >= meter.valueSize { throw Meter.tooLarge }
        try meter.charge(2)
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
}
