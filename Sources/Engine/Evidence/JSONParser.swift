/// Finds the places of a JSON text, and everything that is wrong with it.
struct JSONParser {
  private let bytes: [UInt8]
  private var places: [JSONText.Place] = []
  private var index = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func parseDocument() throws(JSONError) -> [JSONText.Place] {
    guard bytes.count < Int32.max else {
      throw JSONError(reason: "more than two gigabytes", offset: 0)
    }
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes.span)
    } catch {
      throw JSONError(reason: "invalid UTF-8", offset: error.byteOffsets.lowerBound)
    }
    places.reserveCapacity(bytes.count / 8)
    try parseValue()
    skipBlanks()
    guard index == bytes.count else { throw error("more text after the value") }
    return places
  }

  private mutating func parseValue() throws(JSONError) {
    skipBlanks()
    switch peek() {
    case UInt8(ascii: "{"): try parseObject()
    case UInt8(ascii: "["): try parseArray()
    case UInt8(ascii: "\""): try parseString()
    case UInt8(ascii: "t"): try parseWord("true", .true)
    case UInt8(ascii: "f"): try parseWord("false", .false)
    case UInt8(ascii: "n"): try parseWord("null", .null)
    case nil: throw error("the text ends too early")
    case let byte?:
      guard byte == UInt8(ascii: "-") || Self.isDigit(byte) else {
        throw error("no value starts like this")
      }
      try parseInteger()
    }
  }

  private mutating func open(_ kind: JSONText.Place.Kind) -> Int {
    places.append(JSONText.Place(kind: kind, start: Int32(index)))
    return places.count - 1
  }

  private mutating func close(_ place: Int) {
    places[place].end = Int32(index)
    places[place].next = Int32(places.count)
  }

  private mutating func enter() throws(JSONError) {
    guard depth < JSON.maximumDepth else { throw error("nested too deeply") }
    depth += 1
    index += 1
  }

  private mutating func parseObject() throws(JSONError) {
    let object = open(.object)
    try enter()
    places[object].hint = Int32(object + 1)
    var last: Int?
    var isAscending = true
    skipBlanks()
    if !skip("}") {
      repeat {
        skipBlanks()
        let name = places.count
        try parseString()
        isAscending = isAscending && last.map { precedes($0, name) } ?? true
        last = name
        skipBlanks()
        guard skip(":") else { throw error("expected `:`") }
        try parseValue()
        skipBlanks()
      } while skip(",")
      guard skip("}") else { throw error("expected `,` or `}`") }
    }
    close(object)
    // Names that ascend, as ours do, are not repeated.
    if !isAscending { try requireUniqueNames(object) }
    depth -= 1
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    guard places[a].kind == .plain, places[b].kind == .plain else { return false }
    return text(a).lexicographicallyPrecedes(text(b))
  }

  private func text(_ place: Int) -> ArraySlice<UInt8> {
    bytes[Int(places[place].start) + 1..<Int(places[place].end) - 1]
  }

  private func requireUniqueNames(_ object: Int) throws(JSONError) {
    var names: Set<String> = []
    var name = object + 1
    while name < places[object].next {
      let text = JSONEscapes.text(text(name))
      guard names.insert(text).inserted else {
        throw JSONError(reason: "member `\(text)` is repeated", offset: Int(places[name].start))
      }
      name = Int(places[name + 1].next)
    }
  }

  private mutating func parseArray() throws(JSONError) {
    let array = open(.array)
    try enter()
    skipBlanks()
    if !skip("]") {
      repeat {
        try parseValue()
        skipBlanks()
      } while skip(",")
      guard skip("]") else { throw error("expected `,` or `]`") }
    }
    close(array)
    depth -= 1
  }

  private mutating func parseInteger() throws(JSONError) {
    let place = open(.integer)
    let start = index
    if peek() == UInt8(ascii: "-") { index += 1 }
    let digits = index
    while let byte = peek(), Self.isDigit(byte) { index += 1 }
    if let byte = peek(), [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte) {
      throw error("only whole numbers are used here")
    }
    let leadingZero = index > digits + 1 && bytes[digits] == UInt8(ascii: "0")
    guard index > digits, !leadingZero, Int64(digits: bytes[start..<index]) != nil else {
      throw JSONError(reason: "not a whole number of 64 bits", offset: start)
    }
    close(place)
  }

  private mutating func parseString() throws(JSONError) {
    guard peek() == UInt8(ascii: "\"") else { throw error("expected a string") }
    let place = open(.plain)
    index += 1
    while let byte = peek() {
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        close(place)
        return
      case UInt8(ascii: "\\"):
        places[place].kind = .escaped
        index = try JSONEscapes.scalar(bytes[...], at: index).end
      case 0..<0x20:
        throw JSONError(reason: "control character in a string", offset: index - 1)
      default: break
      }
    }
    throw error("the string is not closed")
  }

  private mutating func parseWord(
    _ word: StaticString, _ kind: JSONText.Place.Kind
  ) throws(JSONError) {
    let place = open(kind)
    guard word.withUTF8Buffer({ bytes[index...].starts(with: $0) }) else {
      throw error("no value starts like this")
    }
    index += word.utf8CodeUnitCount
    close(place)
  }

  private mutating func skipBlanks() {
    while let byte = peek(), byte == 0x20 || (0x09...0x0A).contains(byte) || byte == 0x0D {
      index += 1
    }
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: character) else { return false }
    index += 1
    return true
  }

  private func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private func error(_ reason: String) -> JSONError { JSONError(reason: reason, offset: index) }
}
