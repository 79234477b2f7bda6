// Dictionaries by name as members of JSON objects. The standard library's own way leads to the same members, by casts at run
// time for each dictionary and each key: half of what reading a project took. What the compiler writes for `Codable` finds
// these first.

extension KeyedDecodingContainer {
  func decode<Kind, Value: Decodable>(
    _ type: [Name<Kind>: Value].Type, forKey key: Key
  ) throws -> [Name<Kind>: Value] {
    try members(forKey: key) { Name($0) }
  }

  func decode<Value: Decodable>(
    _ type: [String: Value].Type, forKey key: Key
  ) throws -> [String: Value] {
    try members(forKey: key) { $0 }
  }

  private func members<Name, Value: Decodable>(
    forKey key: Key, _ name: (String) -> Name
  ) throws -> [Name: Value] {
    let members = try superDecoder(forKey: key).members()
    var values: [Name: Value] = [:]
    values.reserveCapacity(members.count)
    for member in members { values[name(member.name)] = try Value(from: member.value) }
    return values
  }
}

extension KeyedEncodingContainer {
  mutating func encode<Kind, Value: Encodable>(
    _ values: [Name<Kind>: Value], forKey key: Key
  ) throws {
    let object = ObjectWriter<NameKey>(superEncoder(forKey: key))
    for (name, value) in values { try object.write(value, NameKey(stringValue: name.text)) }
  }
}
