import Diagnostics

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
  fileprivate static var outOfTurn: EncodingError {
    invalidValue(
      (), .init(codingPath: [], debugDescription: "is written where something stands already"))
  }
}

/// Writes an object member by member, for types of which a decision writes many. What is nil has no member.
///
/// `Codable`'s container of keys is an object of its own, three types to be looked up at run time, and a call through it for
/// each member. On a page it is not needed; any other encoder gets it.
struct ObjectWriter<Key: CodingKey> {
  /// nil: the container is written to.
  private let page: CanonicalPage?
  private let bracket: CanonicalText.Bracket
  private let container: KeyedEncodingContainer<Key>?

  init(_ encoder: any Encoder) {
    if let place = encoder as? CanonicalEncoder {
      (page, bracket, container) = (place.page, place.bracket(isObject: true), nil)
    } else {
      (page, bracket, container) = (nil, .none, encoder.container(keyedBy: Key.self))
    }
  }

  private init(
    _ page: CanonicalPage?, _ bracket: CanonicalText.Bracket,
    _ container: KeyedEncodingContainer<Key>?
  ) {
    (self.page, self.bracket, self.container) = (page, bracket, container)
  }

  /// An object within this one.
  func object<Nested: CodingKey>(
    keyedBy type: Nested.Type, _ key: Key
  ) throws -> ObjectWriter<Nested> {
    guard let text = try announce(key) else {
      var container = container
      let nested = container?.nestedContainer(keyedBy: type, forKey: key)
      return ObjectWriter<Nested>(nil, .none, nested)
    }
    return ObjectWriter<Nested>(page, text.pointee.begin(isObject: true), nil)
  }

  func write(_ value: String, _ key: Key) throws {
    guard let text = try announce(key) else { return try pass(value, key) }
    text.pointee.write(value)
  }

  func write(_ value: Int, _ key: Key) throws {
    guard let text = try announce(key) else { return try pass(value, key) }
    text.pointee.write(Int64(value))
  }

  func write(_ digest: Digest, _ key: Key) throws {
    guard let text = try announce(key) else { return try pass(digest, key) }
    text.pointee.write(digest)
  }

  func write(_ text: Bilingual, _ key: Key) throws {
    guard page != nil else { return try pass(text, key) }
    let members = try object(keyedBy: LanguageKey.self, key)
    try members.write(text.en, .en)
    try members.write(text.zh, .zh)
  }

  func write<Kind>(_ name: Name<Kind>, _ key: Key) throws { try write(name.text, key) }

  func write<Kind>(_ name: Name<Kind>?, _ key: Key) throws {
    if let name { try write(name.text, key) }
  }

  func write<Value: Encodable>(_ value: Value, _ key: Key) throws {
    guard let page, try announce(key) != nil else { return try pass(value, key) }
    try value.encode(to: CanonicalEncoder(page: page))
  }

  func write<Value: Encodable>(_ value: Value?, _ key: Key) throws {
    if let value { try write(value, key) }
  }

  func write<Kind, Value: Encodable>(_ values: [Name<Kind>: Value], _ key: Key) throws {
    let members = try object(keyedBy: NameKey.self, key)
    for (name, value) in values { try members.write(value, NameKey(stringValue: name.text)) }
  }

  func write<Value: Encodable>(_ values: [Value], _ key: Key) throws {
    guard let page, let text = try announce(key) else { return try pass(values, key) }
    let array = text.pointee.begin(isObject: false)
    for value in values {
      text.pointee.announce(nil, in: array)
      try value.encode(to: CanonicalEncoder(page: page))
    }
    text.pointee.close(to: array.depth)
  }

  /// An element that is nil is null.
  func write<Value: Encodable>(_ values: [Value?], _ key: Key) throws {
    guard let page, let text = try announce(key) else { return try pass(values, key) }
    let array = text.pointee.begin(isObject: false)
    for value in values {
      text.pointee.announce(nil, in: array)
      try value?.encode(to: CanonicalEncoder(page: page))
    }
    text.pointee.close(to: array.depth)
  }

  /// Where the member's value goes; nil: not to a page.
  private func announce(_ key: Key) throws -> UnsafeMutablePointer<CanonicalText>? {
    guard let page else { return nil }
    guard page.text.pointee.contains(bracket) else { throw EncodingError.outOfTurn }
    page.text.pointee.announce(key.stringValue, in: bracket)
    return page.text
  }

  private func pass(_ value: some Encodable, _ key: Key) throws {
    var container = container
    try container?.encode(value, forKey: key)
  }
}

/// As ``Bilingual`` is coded.
private enum LanguageKey: CodingKey {
  case en, zh
}

/// One place of a page where a value is to be written; also the container of single values.
///
/// Keeps no path: what has no form has none wherever it stands. Of three words, so that an existential holds it.
private struct CanonicalEncoder: Encoder, SingleValueEncodingContainer {
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
  fileprivate func bracket(isObject: Bool) -> CanonicalText.Bracket {
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
