// Dictionaries by name as members of JSON objects. The standard library's own way leads to the same members, by casts at run
// time for each dictionary and each key: half of what reading a project took. What the compiler writes for `Codable` finds
// these first.

extension KeyedDecodingContainer {
  func decode<Kind, Value: Decodable>(
    _ type: [Name<Kind>: Value].Type, forKey key: Key
  ) throws -> [Name<Kind>: Value] {
    let members = try nestedContainer(keyedBy: NameKey.self, forKey: key)
    let keys = members.allKeys
    var values: [Name<Kind>: Value] = [:]
    values.reserveCapacity(keys.count)
    for key in keys {
      values[Name(key.stringValue)] = try members.decode(Value.self, forKey: key)
    }
    return values
  }
}

extension KeyedEncodingContainer {
  mutating func encode<Kind, Value: Encodable>(
    _ values: [Name<Kind>: Value], forKey key: Key
  ) throws {
    var members = nestedContainer(keyedBy: NameKey.self, forKey: key)
    for (name, value) in values {
      try members.encode(value, forKey: NameKey(stringValue: name.text))
    }
  }
}
