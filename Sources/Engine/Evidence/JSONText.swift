/// Why a text is not JSON of our kind, and at which byte.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
  public let reason: String
  public let offset: Int

  public var description: String { "\(reason) at byte \(offset)" }
}

extension JSON {
  /// Deeper nesting is refused: nothing that the engine writes comes near it.
  static let maximumDepth = 64

  /// Reads strict JSON (RFC 8259) of whole numbers. A repeated member, a fraction, a lone surrogate or
  /// anything after the value is an error.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    self = try JSONText(parsing: bytes).json
  }
}

/// A JSON text that was read once: where each of its values stands, so that what is asked for is found without a
/// tree of it.
///
/// Not for several threads: it remembers where it looked last.
public final class JSONText {
  let bytes: [UInt8]
  /// Behind a pointer, as ``CanonicalPage`` has its text: each use of an object's own variable would be checked for overlaps.
  private let places: UnsafeMutableBufferPointer<Place>

  /// Where a value stands. The members of an object follow it, each name before its value; the elements of an array
  /// follow it too.
  struct Place {
    enum Kind: UInt8 {
      case null, `false`, `true`, integer, array, object
      /// Text that stands there as it is, between its quotation marks.
      case plain
      case escaped
    }

    var kind = Kind.null
    /// In bytes.
    var start: Int32
    var end: Int32 = 0
    /// Of the place behind this value and all that is in it.
    var next: Int32 = 0
    /// Of an object: the member after the one that was asked for last. Whoever reads asks mostly in order.
    var hint: Int32 = 0
  }

  /// As `JSON(parsing:)`.
  public init(parsing bytes: [UInt8]) throws(JSONError) {
    var parser = JSONParser(bytes: bytes)
    let found = try parser.parseDocument()
    places = .allocate(capacity: found.count)
    _ = places.initialize(from: found)
    self.bytes = bytes
  }

  deinit { places.deallocate() }

  func kind(_ place: Int) -> Place.Kind { places[place].kind }
  /// In bytes.
  func start(of place: Int) -> Int { Int(places[place].start) }
  func end(of place: Int) -> Int { Int(places[place].end) }
  /// The place behind a value.
  func next(_ place: Int) -> Int { Int(places[place].next) }

  /// The value of an object's member; nil: it has none of the name.
  func member(_ name: String, of object: Int) -> Int? {
    let end = next(object)
    guard kind(object) == .object, end > object + 1 else { return nil }
    var name = name
    let found = name.withUTF8 { name in
      let first = Int(places[object].hint)
      var place = first
      repeat {
        if isNamed(place, name) { return place + 1 }
        place = next(place + 1)
        if place == end { place = object + 1 }
      } while place != first
      return -1
    }
    guard found > 0 else { return nil }
    let following = next(found)
    places[object].hint = Int32(following == end ? object + 1 : following)
    return found
  }

  /// Whether a member that is found by these names, one within the other, is this very text: one that only looks alike is
  /// another.
  package func holds(_ text: String, at names: String...) -> Bool {
    var place = 0
    for name in names {
      guard let found = member(name, of: place) else { return false }
      place = found
    }
    switch kind(place) {
    case .plain, .escaped: return string(place).utf8.elementsEqual(text.utf8)
    case .null, .false, .true, .integer, .array, .object: return false
    }
  }

  /// A member of the outermost object as it stands there; nil: it has none of the name.
  func bytes(ofMember name: String) -> [UInt8]? {
    member(name, of: 0).map { Array(bytes[Int(places[$0].start)..<Int(places[$0].end)]) }
  }

  private func isNamed(_ place: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
    let member = places[place]
    guard member.kind == .plain else { return string(place).utf8.elementsEqual(name) }
    let start = Int(member.start) + 1
    guard Int(member.end) - 1 - start == name.count else { return false }
    for index in name.indices where bytes[start + index] != name[index] { return false }
    return true
  }

  /// How many elements an array has.
  func count(of array: Int) -> Int {
    var count = 0
    var place = array + 1
    while place < next(array) {
      count += 1
      place = next(place)
    }
    return count
  }

  /// The names of an object's members and where their values are, in order.
  func forEachMember(of object: Int, _ body: (String, Int) -> Void) {
    var place = object + 1
    while place < next(object) {
      body(string(place), place + 1)
      place = next(place + 1)
    }
  }

  /// The text of a place that holds one.
  func string(_ place: Int) -> String {
    let range = Int(places[place].start) + 1..<Int(places[place].end) - 1
    if kind(place) == .plain { return String(decoding: bytes[range], as: UTF8.self) }
    return JSONEscapes.text(bytes[range])
  }

  /// The number of a place that holds one.
  func integer(_ place: Int) -> Int64 {
    let digits = bytes[Int(places[place].start)..<Int(places[place].end)]
    guard let number = Int64(digits: digits) else {
      preconditionFailure("whole numbers were looked at when they were read")
    }
    return number
  }

  /// All that the text says.
  public var json: JSON { json(0) }

  /// A value with all that is in it.
  func json(_ place: Int) -> JSON {
    switch kind(place) {
    case .null: return .null
    case .false: return .bool(false)
    case .true: return .bool(true)
    case .integer: return .integer(integer(place))
    case .plain, .escaped: return .string(string(place))
    case .array:
      var elements: [JSON] = []
      var element = place + 1
      while element < next(place) {
        elements.append(json(element))
        element = next(element)
      }
      return .array(elements)
    case .object:
      var members: [String: JSON] = [:]
      var member = place + 1
      while member < next(place) {
        members[string(member)] = json(member + 1)
        member = next(member + 1)
      }
      return .object(members)
    }
  }
}

extension Int64 {
  /// Decimal digits, perhaps after a minus sign. nil: the number does not fit.
  init?(digits: ArraySlice<UInt8>) {
    var number: Int64 = 0
    let isNegative = digits.first == UInt8(ascii: "-")
    for byte in isNegative ? digits.dropFirst() : digits {
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: 10)
      // Towards its own sign, so that the least number is read too.
      let digit = Int64(byte - UInt8(ascii: "0"))
      let (sum, isBeyond) = product.addingReportingOverflow(isNegative ? -digit : digit)
      if isTooLarge || isBeyond { return nil }
      number = sum
    }
    self = number
  }
}
