import Diagnostics

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
