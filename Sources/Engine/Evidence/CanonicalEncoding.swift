extension JSON {
  /// The canonical JSON (RFC 8785) of a value: whatever `Codable` says, written without a tree of it.
  ///
  /// Floating point has no form here and is an error, as is an integer beyond 64 bits.
  public static func bytes(of value: some Encodable) throws -> [UInt8] {
    let page = CanonicalPage()
    try value.encode(to: CanonicalEncoder(page: page))
    page.text.pointee.close(to: 0)
    if page.text.pointee.end.offset == 0 { page.text.pointee.writeNull() }
    return page.text.pointee.bytes
  }

  /// The JSON form of a value.
  public init(encoding value: some Encodable) throws {
    self = try JSON(parsing: JSON.bytes(of: value))
  }
}

extension EncodingError {
  fileprivate static func unsupported(_ value: Any) -> EncodingError {
    invalidValue(value, .init(codingPath: [], debugDescription: "has no exact JSON form"))
  }

  /// JSON is written in one go: nothing is added to what was closed, and no value is written twice.
  static var outOfTurn: EncodingError {
    invalidValue(
      (), .init(codingPath: [], debugDescription: "is written where something stands already"))
  }
}

/// One place of a page where a value is to be written; also the container of single values.
///
/// Keeps no path: what has no form has none wherever it stands. Of three words, so that an existential holds it.
struct CanonicalEncoder: Encoder, SingleValueEncodingContainer {
  let page: CanonicalPage
  private let start: Int
  private let depth: Int32
  private let owner: UInt32

  /// The place where the page ends now.
  init(page: CanonicalPage) {
    self.page = page
    let end = page.text.pointee.end
    (start, depth, owner) = (end.offset, Int32(truncatingIfNeeded: end.depth), end.owner)
  }

  /// Of a container that is closed: nothing can be written.
  init(closed page: CanonicalPage) {
    self.page = page
    (start, depth, owner) = (-1, -1, 0)
  }

  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedWriter(page: page, bracket: bracket(isObject: true)))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    ArrayWriter(page: page, bracket: bracket(isObject: false))
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  private var isBlank: Bool { page.text.pointee.end == (start, Int(depth), owner) }

  /// Asked for a second container the place gives the first again.
  func bracket(isObject: Bool) -> CanonicalText.Bracket {
    if isBlank { return page.text.pointee.begin(isObject: isObject) }
    return page.text.pointee.opening(at: start, depth: Int(depth), isObject: isObject) ?? .none
  }

  private func requireBlank() throws {
    guard isBlank else { throw EncodingError.outOfTurn }
  }

  private func write(_ value: some BinaryInteger) throws {
    guard let integer = Int64(exactly: value) else { throw EncodingError.unsupported(value) }
    try requireBlank()
    page.text.pointee.write(integer)
  }

  func encodeNil() throws {
    try requireBlank()
    page.text.pointee.writeNull()
  }

  func encode(_ value: Bool) throws {
    try requireBlank()
    page.text.pointee.write(value)
  }

  func encode(_ value: String) throws {
    try requireBlank()
    page.text.pointee.write(value)
  }

  func encode(_ value: Double) throws { throw EncodingError.unsupported(value) }
  func encode(_ value: Float) throws { throw EncodingError.unsupported(value) }
  func encode(_ value: Int) throws { try write(value) }
  func encode(_ value: Int8) throws { try write(value) }
  func encode(_ value: Int16) throws { try write(value) }
  func encode(_ value: Int32) throws { try write(value) }
  func encode(_ value: Int64) throws { try write(value) }
  func encode(_ value: UInt) throws { try write(value) }
  func encode(_ value: UInt8) throws { try write(value) }
  func encode(_ value: UInt16) throws { try write(value) }
  func encode(_ value: UInt32) throws { try write(value) }
  func encode(_ value: UInt64) throws { try write(value) }

  /// Everything else says itself what it is made of, the numbers of the standard library too.
  func encode<T: Encodable>(_ value: T) throws {
    try requireBlank()
    try value.encode(to: self)
  }
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let page: CanonicalPage
  let bracket: CanonicalText.Bracket
  var codingPath: [any CodingKey] { [] }

  /// Where the value of the key goes; a container that is closed has no such place.
  private func place(_ key: String) -> CanonicalEncoder {
    guard page.text.pointee.contains(bracket) else { return CanonicalEncoder(closed: page) }
    page.text.pointee.announce(key, in: bracket)
    return CanonicalEncoder(page: page)
  }

  func encodeNil(forKey key: Key) throws { try place(key.stringValue).encodeNil() }
  func encode(_ value: Bool, forKey key: Key) throws { try place(key.stringValue).encode(value) }
  func encode(_ value: String, forKey key: Key) throws { try place(key.stringValue).encode(value) }
  func encode(_ value: Int, forKey key: Key) throws { try place(key.stringValue).encode(value) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try place(key.stringValue).encode(value)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    place(key.stringValue).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    place(key.stringValue).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { place("super") }
  func superEncoder(forKey key: Key) -> any Encoder { place(key.stringValue) }
}

private struct ArrayWriter: UnkeyedEncodingContainer {
  let page: CanonicalPage
  let bracket: CanonicalText.Bracket
  private(set) var count = 0
  var codingPath: [any CodingKey] { [] }

  init(page: CanonicalPage, bracket: CanonicalText.Bracket) {
    self.page = page
    self.bracket = bracket
  }

  private mutating func place() -> CanonicalEncoder {
    guard page.text.pointee.contains(bracket) else { return CanonicalEncoder(closed: page) }
    count += 1
    page.text.pointee.announce(nil, in: bracket)
    return CanonicalEncoder(page: page)
  }

  mutating func encodeNil() throws { try place().encodeNil() }
  mutating func encode(_ value: Bool) throws { try place().encode(value) }
  mutating func encode(_ value: String) throws { try place().encode(value) }
  mutating func encode<T: Encodable>(_ value: T) throws { try place().encode(value) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    place().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    place().unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { place() }
}
