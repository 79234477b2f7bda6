extension JSON {
  /// The value that this JSON is the form of.
  public func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
    try JSONText(parsing: canonical).decode(type)
  }
}

extension JSONText {
  /// The value that the text is the form of.
  public func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
    try JSONReader(text: self, place: 0).decode(type)
  }

  /// The value that a member of the outermost object is the form of; nil: it has no such member.
  package func decode<T: Decodable>(member name: String) throws -> T? {
    try member(name, of: 0).map { try JSONReader(text: self, place: $0).decode(T.self) }
  }
}

extension Decoder {
  /// The members of the object that is read, in order, without keys: the standard library casts each of those at run time,
  /// and looks up first whether it can. Throws where something else reads than `JSONText.decode`.
  func members() throws -> [(name: String, value: any Decoder)] {
    guard let object = self as? JSONReader else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: codingPath, debugDescription: "members are read from JSON texts only"))
    }
    guard object.text.kind(object.place) == .object else { throw object.mismatch("an object") }
    var members: [(name: String, value: any Decoder)] = []
    object.text.forEachMember(of: object.place) { name, place in
      members.append((name, JSONReader(text: object.text, place: place)))
    }
    return members
  }
}

/// Reads one JSON value as `Codable` asks for it; also the container of single values.
///
/// Keeps no path: an error says at which byte. Of two words, so that an existential holds it.
private struct JSONReader: Decoder, SingleValueDecodingContainer {
  let text: JSONText
  let place: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard text.kind(place) == .object else { throw mismatch("an object") }
    return KeyedDecodingContainer(KeyedReader(object: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard text.kind(place) == .array else { throw mismatch("an array") }
    return ArrayReader(array: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { text.kind(place) == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    switch text.kind(place) {
    case .true: true
    case .false: false
    default: throw mismatch("true or false")
    }
  }

  func decode(_ type: String.Type) throws -> String {
    switch text.kind(place) {
    case .plain, .escaped: text.string(place)
    default: throw mismatch("a string")
    }
  }

  func decode(_ type: Double.Type) throws -> Double { throw mismatch("no floating point") }
  func decode(_ type: Float.Type) throws -> Float { throw mismatch("no floating point") }

  func decode(_ type: Int.Type) throws -> Int { try integer() }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
  func decode(_ type: UInt.Type) throws -> UInt { try integer() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

  /// Everything else says itself what it is made of, the numbers of the standard library too.
  func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: self) }

  private func integer<T: BinaryInteger>() throws -> T {
    guard text.kind(place) == .integer, let value = T(exactly: text.integer(place)) else {
      throw mismatch("a whole number in range")
    }
    return value
  }

  func mismatch(_ expected: String) -> DecodingError {
    .dataCorrupted(
      .init(
        codingPath: [], debugDescription: "expected \(expected) at byte \(text.start(of: place))"))
  }
}

private struct KeyedReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let object: JSONReader
  var codingPath: [any CodingKey] { [] }

  var allKeys: [Key] {
    var keys: [Key] = []
    object.text.forEachMember(of: object.place) { name, _ in
      if let key = Key(stringValue: name) { keys.append(key) }
    }
    return keys
  }
  func contains(_ key: Key) -> Bool { find(key) != nil }
  func decodeNil(forKey key: Key) throws -> Bool { try reader(key).decodeNil() }
  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try reader(key).decode(type) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try reader(key).decode(type) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try reader(key).decode(type)
  }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    try reader(key).decode(type)
  }

  // The standard library's own would look for the member three times.
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try present(key)?.decode(type)
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
    try present(key)?.decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try reader(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try reader(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { object }
  func superDecoder(forKey key: Key) throws -> any Decoder { try reader(key) }

  private func find(_ key: Key) -> JSONReader? {
    object.text.member(key.stringValue, of: object.place).map {
      JSONReader(text: object.text, place: $0)
    }
  }

  /// nil: there is none, or it is null.
  private func present(_ key: Key) -> JSONReader? {
    guard let reader = find(key), !reader.decodeNil() else { return nil }
    return reader
  }

  private func reader(_ key: Key) throws -> JSONReader {
    guard let reader = find(key) else { throw object.mismatch("a member `\(key.stringValue)`") }
    return reader
  }
}

private struct ArrayReader: UnkeyedDecodingContainer {
  private let array: JSONReader
  /// Of the next element.
  private var place: Int
  private(set) var currentIndex = 0
  let count: Int?
  var codingPath: [any CodingKey] { [] }

  init(array: JSONReader) {
    self.array = array
    place = array.place + 1
    count = array.text.count(of: array.place)
  }

  var isAtEnd: Bool { place >= array.text.next(array.place) }

  mutating func decodeNil() throws -> Bool {
    guard try element().decodeNil() else { return false }
    advance()
    return true
  }

  mutating func decode(_ type: String.Type) throws -> String { try taken().decode(type) }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try taken().decode(type) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try taken().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try taken().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try taken() }

  private func element() throws -> JSONReader {
    guard !isAtEnd else { throw array.mismatch("one more element in the array") }
    return JSONReader(text: array.text, place: place)
  }

  private mutating func taken() throws -> JSONReader {
    let element = try element()
    advance()
    return element
  }

  private mutating func advance() {
    place = array.text.next(place)
    currentIndex += 1
  }
}
