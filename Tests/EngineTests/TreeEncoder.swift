import Engine

/// The naive canonical form: the whole tree first, then its text, members sorted by the plain definition of their order.
func canonicalByTree(_ value: some Encodable) throws -> String {
  let box = Box()
  try value.encode(to: JSONValueEncoder(box: box))
  return text(box.json)
}

private func text(_ json: JSON) -> String {
  switch json {
  case .null: "null"
  case .bool(let flag): "\(flag)"
  case .integer(let number): "\(number)"
  case .string(let string): text(string)
  case .array(let elements): "[" + elements.map(text).joined(separator: ",") + "]"
  case .object(let members):
    "{"
      + members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
      .map { "\(text($0.key)):\(text($0.value))" }.joined(separator: ",") + "}"
  }
}

/// RFC 8785, 3.2.2.2: the two-character escapes, four hexadecimal digits for other controls, all else as it is.
private func text(_ string: String) -> String {
  let escapes: [Unicode.Scalar: String] = [
    "\u{8}": "\\b", "\t": "\\t", "\n": "\\n", "\u{C}": "\\f", "\r": "\\r", "\"": "\\\"",
    "\\": "\\\\",
  ]
  let characters = string.unicodeScalars.map { scalar -> String in
    if let escape = escapes[scalar] { return escape }
    guard scalar.value < 0x20 else { return String(scalar) }
    let digits = String(scalar.value, radix: 16)
    return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
  }
  return "\"" + characters.joined() + "\""
}

/// A place in the tree being built: `Codable`'s containers write into it through shared references.
///
/// A leaf of an array or object stands in it without a box of its own.
private final class Box {
  enum Part {
    case value(JSON)
    case box(Box)

    var json: JSON {
      switch self {
      case .value(let value): value
      case .box(let box): box.json
      }
    }
  }

  private enum Content {
    case value(JSON)
    case array
    case object
  }

  private var content = Content.value(.null)
  private var entries: [Part] = []
  /// The members' names, one for each entry, of an object.
  private var keys: [String] = []

  var json: JSON {
    switch content {
    case .value(let value): value
    case .array: .array(entries.map(\.json))
    case .object:
      .object(Dictionary(zip(keys, entries).lazy.map { ($0, $1.json) }) { $1 })
    }
  }

  var count: Int { entries.count }

  func set(_ value: JSON) { content = .value(value) }
  func becomeObject() { content = .object }
  func becomeArray() { content = .array }

  /// A member that is written again takes the place of the first.
  func set(_ key: String, _ entry: Part) {
    keys.append(key)
    entries.append(entry)
  }

  func append(_ entry: Part) { entries.append(entry) }

  func member(_ key: String) -> Box {
    let box = Box()
    set(key, .box(box))
    return box
  }

  func element() -> Box {
    let box = Box()
    append(.box(box))
    return box
  }
}

private func unsupported(_ value: Any) -> EncodingError {
  EncodingError.invalidValue(
    value, .init(codingPath: [], debugDescription: "has no exact JSON form"))
}

private func json(_ value: some BinaryInteger) throws -> JSON {
  guard let integer = Int64(exactly: value) else { throw unsupported(value) }
  return .integer(integer)
}

/// Keeps no path: what has no form has none wherever it stands.
private struct JSONValueEncoder: Encoder {
  let box: Box
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    box.becomeObject()
    return KeyedEncodingContainer(KeyedWriter(box: box))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    box.becomeArray()
    return ArrayWriter(box: box)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { ValueWriter(box: box) }
}

private struct ValueWriter: SingleValueEncodingContainer {
  let box: Box
  var codingPath: [any CodingKey] { [] }

  func encodeNil() { box.set(.null) }
  func encode(_ value: Bool) { box.set(.bool(value)) }
  func encode(_ value: String) { box.set(.string(value)) }
  func encode(_ value: Double) throws { throw unsupported(value) }
  func encode(_ value: Float) throws { throw unsupported(value) }
  func encode(_ value: Int) throws { box.set(try json(value)) }
  func encode(_ value: Int8) throws { box.set(try json(value)) }
  func encode(_ value: Int16) throws { box.set(try json(value)) }
  func encode(_ value: Int32) throws { box.set(try json(value)) }
  func encode(_ value: Int64) throws { box.set(try json(value)) }
  func encode(_ value: UInt) throws { box.set(try json(value)) }
  func encode(_ value: UInt8) throws { box.set(try json(value)) }
  func encode(_ value: UInt16) throws { box.set(try json(value)) }
  func encode(_ value: UInt32) throws { box.set(try json(value)) }
  func encode(_ value: UInt64) throws { box.set(try json(value)) }

  /// Everything else says itself what it is made of, the numbers of the standard library too.
  func encode<T: Encodable>(_ value: T) throws { try value.encode(to: JSONValueEncoder(box: box)) }
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let box: Box
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) { box.set(key.stringValue, .value(.null)) }
  func encode(_ value: Bool, forKey key: Key) { box.set(key.stringValue, .value(.bool(value))) }
  func encode(_ value: String, forKey key: Key) { box.set(key.stringValue, .value(.string(value))) }
  func encode(_ value: Int, forKey key: Key) throws {
    box.set(key.stringValue, .value(try json(value)))
  }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try value.encode(to: JSONValueEncoder(box: box.member(key.stringValue)))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    JSONValueEncoder(box: box.member(key.stringValue)).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    JSONValueEncoder(box: box.member(key.stringValue)).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { JSONValueEncoder(box: box.member("super")) }

  func superEncoder(forKey key: Key) -> any Encoder {
    JSONValueEncoder(box: box.member(key.stringValue))
  }
}

private struct ArrayWriter: UnkeyedEncodingContainer {
  let box: Box
  var codingPath: [any CodingKey] { [] }
  var count: Int { box.count }

  func encodeNil() { box.append(.value(.null)) }
  func encode(_ value: Bool) { box.append(.value(.bool(value))) }
  func encode(_ value: String) { box.append(.value(.string(value))) }

  func encode<T: Encodable>(_ value: T) throws {
    try value.encode(to: JSONValueEncoder(box: box.element()))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    JSONValueEncoder(box: box.element()).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONValueEncoder(box: box.element()).unkeyedContainer()
  }

  func superEncoder() -> any Encoder { JSONValueEncoder(box: box.element()) }
}
