extension JSON {
  /// The JSON form of a value: whatever `Codable` says, in the shapes that `JSON` has.
  ///
  /// Floating point has no form here and is an error, as is an integer beyond 64 bits.
  public init(encoding value: some Encodable) throws {
    let box = Box()
    try value.encode(to: JSONValueEncoder(box: box, codingPath: []))
    self = box.json
  }
}

/// A place in the tree being built: `Codable`'s containers write into it through shared references.
private final class Box {
  private enum Content {
    case value(JSON)
    case array([Box])
    case object([String: Box])
  }

  private var content = Content.value(.null)

  var json: JSON {
    switch content {
    case .value(let value): value
    case .array(let boxes): .array(boxes.map(\.json))
    case .object(let boxes): .object(boxes.mapValues(\.json))
    }
  }

  func set(_ value: JSON) { content = .value(value) }

  func becomeObject() {
    if case .object = content { return }
    content = .object([:])
  }

  func becomeArray() {
    if case .array = content { return }
    content = .array([])
  }

  func member(_ key: String) -> Box {
    guard case .object(var boxes) = content else { preconditionFailure("not an object") }
    content = .value(.null)
    let box = boxes[key] ?? Box()
    boxes[key] = box
    content = .object(boxes)
    return box
  }

  var count: Int {
    guard case .array(let boxes) = content else { return 0 }
    return boxes.count
  }

  func element() -> Box {
    guard case .array(var boxes) = content else { preconditionFailure("not an array") }
    content = .value(.null)
    let box = Box()
    boxes.append(box)
    content = .array(boxes)
    return box
  }
}

private struct JSONValueEncoder: Encoder {
  let box: Box
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    box.becomeObject()
    return KeyedEncodingContainer(KeyedWriter(box: box, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    box.becomeArray()
    return ArrayWriter(box: box, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer {
    ValueWriter(box: box, codingPath: codingPath)
  }
}

private struct ValueWriter: SingleValueEncodingContainer {
  let box: Box
  let codingPath: [any CodingKey]

  func encodeNil() { box.set(.null) }
  func encode(_ value: Bool) { box.set(.bool(value)) }
  func encode(_ value: String) { box.set(.string(value)) }
  func encode(_ value: Double) throws { throw unsupported(value) }
  func encode(_ value: Float) throws { throw unsupported(value) }

  func encode<T: Encodable>(_ value: T) throws {
    if let number = value as? any BinaryInteger {
      guard let integer = Int64(exactly: number) else { throw unsupported(value) }
      box.set(.integer(integer))
    } else {
      try value.encode(to: JSONValueEncoder(box: box, codingPath: codingPath))
    }
  }

  private func unsupported(_ value: Any) -> EncodingError {
    EncodingError.invalidValue(
      value, .init(codingPath: codingPath, debugDescription: "has no exact JSON form"))
  }
}

private struct KeyedWriter<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let box: Box
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { box.member(key.stringValue).set(.null) }

  func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
    try ValueWriter(box: box.member(key.stringValue), codingPath: codingPath + [key]).encode(value)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    superEncoder(for: key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    superEncoder(for: key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    JSONValueEncoder(box: box.member("super"), codingPath: codingPath)
  }

  func superEncoder(forKey key: Key) -> any Encoder { superEncoder(for: key) }

  private func superEncoder(for key: Key) -> JSONValueEncoder {
    JSONValueEncoder(box: box.member(key.stringValue), codingPath: codingPath + [key])
  }
}

private struct ArrayWriter: UnkeyedEncodingContainer {
  let box: Box
  let codingPath: [any CodingKey]
  var count: Int { box.count }

  func encodeNil() { box.element().set(.null) }

  func encode<T: Encodable>(_ value: T) throws {
    try ValueWriter(box: box.element(), codingPath: codingPath).encode(value)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    JSONValueEncoder(box: box.element(), codingPath: codingPath).container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    JSONValueEncoder(box: box.element(), codingPath: codingPath).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    JSONValueEncoder(box: box.element(), codingPath: codingPath)
  }
}
