/// A map of CEL: keys are bool, int, uint or string; 1, 1u and 1.0 find the same entry.
///
/// Entries keep the order in which they were written; equality does not see it.
public struct MapValue: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public let key: Value
    public let value: Value
  }

  /// A map with fewer entries is searched in line, which is faster than hashing.
  static let indexedFrom = 9

  public private(set) var entries: [Entry] = []
  /// Positions of the entries by key; empty while there are fewer than `indexedFrom`.
  private var index: [MapKey: Int] = [:]

  public init() {}

  /// nil when a key repeats (also as `0` and `0u`) or is of a type that cannot be a key.
  public init?(_ entries: some Sequence<(Value, Value)>) {
    for (key, value) in entries {
      guard MapKey(key) != nil, insert(value, for: key) else { return nil }
    }
  }

  public init(_ entries: [String: Value]) {
    for key in entries.keys.sorted() {
      if let value = entries[key] { _ = insert(value, for: .string(key)) }
    }
  }

  public var count: Int { entries.count }

  /// The value at a key; nil when there is none, also for a value that cannot be a key.
  public subscript(key: Value) -> Value? {
    position(of: key).map { entries[$0].value }
  }

  func contains(_ key: Value) -> Bool { position(of: key) != nil }

  /// The value at a key that is a string, without wrapping it.
  func value(at key: String) -> Value? {
    guard entries.count < Self.indexedFrom else {
      return index[.string(key)].map { entries[$0].value }
    }
    for entry in entries {
      if case .string(let text) = entry.key, Text.equal(text, key) { return entry.value }
    }
    return nil
  }

  /// False when the key is there already; the map is unchanged then. The key must be of a key type.
  mutating func insert(_ value: Value, for key: Value) -> Bool {
    guard position(of: key) == nil else { return false }
    entries.append(Entry(key: key, value: value))
    if entries.count == Self.indexedFrom {
      for (position, entry) in entries.enumerated() {
        if let key = MapKey(entry.key) { index[key] = position }
      }
    } else if entries.count > Self.indexedFrom, let key = MapKey(key) {
      index[key] = entries.count - 1
    }
    return true
  }

  private func position(of key: Value) -> Int? {
    if entries.count >= Self.indexedFrom {
      return MapKey(lookup: key).flatMap { index[$0] }
    }
    return entries.firstIndex { $0.key == key }
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.count == right.count
      && left.entries.allSatisfy { entry in right[entry.key].map { $0 == entry.value } ?? false }
  }

  public func hash(into hasher: inout Hasher) {
    // The order of entries must not count, so their hashes are added up.
    var sum = 0
    for entry in entries {
      var inner = Hasher()
      inner.combine(entry.key)
      sum &+= inner.finalize()
    }
    hasher.combine(entries.count)
    hasher.combine(sum)
  }
}

/// A key as maps see it: whole numbers of all types are one.
enum MapKey: Sendable, Hashable {
  case bool(Bool)
  case int(Int64)
  /// Above Int64.max only.
  case uint(UInt64)
  case string(String)

  /// nil: of a type that cannot be a key of a map.
  init?(_ value: Value) {
    switch value {
    case .bool(let value): self = .bool(value)
    case .int(let number): self = .int(number)
    case .uint(let number):
      if let number = Int64(exactly: number) { self = .int(number) } else { self = .uint(number) }
    case .string(let text): self = .string(text)
    default: return nil
    }
  }

  /// nil: no key can be equal to it. A double may be asked for, though it cannot be a key.
  init?(lookup value: Value) {
    if case .decimal(let number) = value, let whole = number.integerValue {
      self = .int(whole)
      return
    }
    guard case .double(let number) = value else {
      self.init(value)
      return
    }
    if let number = Int64(exactly: number) {
      self = .int(number)
    } else if let number = UInt64(exactly: number) {
      self = .uint(number)
    } else {
      return nil
    }
  }

  static func == (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.bool(let a), .bool(let b)): a == b
    case (.int(let a), .int(let b)): a == b
    case (.uint(let a), .uint(let b)): a == b
    case (.string(let a), .string(let b)): Text.equal(a, b)
    default: false
    }
  }

  func hash(into hasher: inout Hasher) {
    switch self {
    case .bool(let value): hasher.combine(value)
    case .int(let number): hasher.combine(number)
    case .uint(let number): hasher.combine(number)
    case .string(let text): Text.hash(text, into: &hasher)
    }
  }
}
