import Engine
import TestKit
import Testing

/// What is written byte by byte is what a tree of it says.
@Suite struct CanonicalBytes {
  /// 3,000 values from the seed that a failure names: every shape of container, names and texts that need care.
  @Test func areThoseOfTheTreeWhateverTheValue() throws {
    for seed in 1...3000 as ClosedRange<UInt64> {
      var generator = Generator(seed: seed)
      let shape = Shape.random(depth: 4, &generator)
      let bytes = try JSON.bytes(of: shape)
      #expect(
        String(decoding: bytes, as: UTF8.self) == (try canonicalByTree(shape)), "seed \(seed)")
    }
  }

  @Test func areThoseOfTheTreeForEveryEvent() throws {
    for event in Samples.everyEvent.flatMap(\.events) {
      let bytes = try JSON.bytes(of: event)
      #expect(String(decoding: bytes, as: UTF8.self) == (try canonicalByTree(event)))
    }
  }

  @Test func ofARequestAreTheSameWhereItsMatterIsKnown() throws {
    var scribe = Scribe()
    var requests = 0
    for (stream, events) in Samples.everyEvent {
      let batch = try scribe.batch(stream, events)
      scribe.accept(batch)
      for request in batch.touched {
        let known = try request.canonical(matter: JSON.bytes(of: request.matter))
        #expect(known == (try JSON.bytes(of: request)))
        #expect(try JSON(parsing: known).decode(Request.self) == request)
        requests += 1
      }
    }
    #expect(requests > 0)
  }

  /// Canonical texts with a byte changed, put in, left out or a stretch moved: found canonical exactly when a tree of them
  /// writes the same.
  @Test func areRecognisedWithoutATree() throws {
    let bytes: [UInt8] =
      Array("    \n\"\\,:{}[]-0123ab".utf8) + [0x7F, 0x80, 0xC3, 0xA9, 0xED, 0xFF]
    var (canonical, others) = (0, 0)
    for seed in 1...2000 as ClosedRange<UInt64> {
      var generator = Generator(seed: seed)
      let whole = try JSON.bytes(of: Shape.random(depth: 3, &generator))
      #expect(try JSONText(parsing: whole).isCanonical, "seed \(seed)")
      for _ in 0..<8 {
        var text = whole
        let place = generator.below(text.count)
        switch generator.below(4) {
        case 0: text[place] = bytes[generator.below(bytes.count)]
        case 1: text.insert(bytes[generator.below(bytes.count)], at: place)
        case 2 where text.count > 1: text.remove(at: place)
        default: text = Array(text[place...] + text[..<place])
        }
        guard let read = try? JSONText(parsing: text) else { continue }
        let isCanonical = read.json.canonical == text
        #expect(read.isCanonical == isCanonical, "seed \(seed): \(text)")
        if isCanonical { canonical += 1 } else { others += 1 }
      }
    }
    #expect(canonical > 100 && others > 100, "\(canonical) canonical, \(others) not")
  }

  @Test func areNotThoseThatOnlyReadTheSame() throws {
    for text in [
      " 1", "1 ", "-0", "[1, 2]", "[ ]", "{ }", #"{"b":1,"a":2}"#, #"{"a": 1}"#, #"{"a" :1}"#,
      #""\u0061""#, #""\/""#, #"{"é":1,"a":2}"#,
    ] {
      #expect(try !JSONText(parsing: Array(text.utf8)).isCanonical, "\(text)")
    }
    for text in ["-1", "[]", "{}", #"{"a":{},"b":[]}"#, #"{"a":2,"é":1}"#, #""\n""#, #"[[],[1]]"#] {
      #expect(try JSONText(parsing: Array(text.utf8)).isCanonical, "\(text)")
    }
  }

  @Test func ofAMemberThatIsWrittenTwiceTheLastStays() throws {
    struct Twice: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: AnyKey.self)
        for (key, value) in [("b", 1), ("a", 2), ("b", 3)] {
          try container.encode([value], forKey: AnyKey(stringValue: key))
        }
      }
    }
    #expect(try JSON(encoding: [Twice()]) == [["a": [2], "b": [3]]])
  }

  @Test func takeNothingThatIsWrittenOutOfTurn() {
    struct Late: Encodable {
      func encode(to encoder: any Encoder) throws {
        var outer = encoder.container(keyedBy: AnyKey.self)
        var inner = outer.nestedUnkeyedContainer(forKey: AnyKey(stringValue: "a"))
        try outer.encode(1, forKey: AnyKey(stringValue: "b"))
        try inner.encode(2)
      }
    }
    struct Two: Encodable {
      func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(1)
        try container.encode(2)
      }
    }
    #expect(throws: EncodingError.self) { try JSON.bytes(of: Late()) }
    #expect(throws: EncodingError.self) { try JSON.bytes(of: Two()) }
    #expect(throws: EncodingError.self) { try JSON.bytes(of: [Two()]) }
  }
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

/// A value that writes itself with every means that `Encoder` has.
private indirect enum Shape: Encodable {
  case silent, null
  case flag(Bool)
  case number(Int64)
  case small(Int8)
  case text(String)
  case list([Shape])
  case members([(String, Shape)])
  case dictionary([String: Shape])
  /// Containers within containers, without a value of their own.
  case nested([(String, [Shape])])
  case supers([(String, Shape)])
  case wrapped(Shape)
  /// Through two containers of one encoder.
  case halves([(String, Shape)])

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .silent: break
    case .null:
      var container = encoder.singleValueContainer()
      try container.encodeNil()
    case .flag(let flag): try flag.encode(to: encoder)
    case .number(let number): try number.encode(to: encoder)
    case .small(let number): try number.encode(to: encoder)
    case .text(let text): try text.encode(to: encoder)
    case .list(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(element) }
    case .members(let members):
      var container = encoder.container(keyedBy: AnyKey.self)
      for (key, value) in members {
        try container.encode(value, forKey: AnyKey(stringValue: key))
      }
    case .dictionary(let members): try members.encode(to: encoder)
    case .nested(let members):
      var container = encoder.container(keyedBy: AnyKey.self)
      for (key, elements) in members {
        let key = AnyKey(stringValue: key)
        if elements.count.isMultiple(of: 2) {
          var inner = container.nestedUnkeyedContainer(forKey: key)
          for element in elements {
            var innermost = inner.nestedContainer(keyedBy: AnyKey.self)
            try innermost.encode(element, forKey: key)
          }
        } else {
          var inner = container.nestedContainer(keyedBy: AnyKey.self, forKey: key)
          for (index, element) in elements.enumerated() {
            try inner.encode(element, forKey: AnyKey(stringValue: "\(9 - index)"))
          }
        }
      }
    case .supers(let members):
      var container = encoder.container(keyedBy: AnyKey.self)
      for (key, value) in members {
        let key = AnyKey(stringValue: key)
        try value.encode(to: container.superEncoder(forKey: key))
      }
    case .wrapped(let shape):
      var container = encoder.singleValueContainer()
      try container.encode(shape)
    case .halves(let members):
      for (key, value) in members {
        var container = encoder.container(keyedBy: AnyKey.self)
        try container.encode(value, forKey: AnyKey(stringValue: key))
      }
    }
  }

  static func random(depth: Int, _ generator: inout Generator) -> Shape {
    func shapes() -> [Shape] {
      (0..<generator.below(5)).map { _ in random(depth: depth - 1, &generator) }
    }
    func members() -> [(String, Shape)] { shapes().map { (generator.text(), $0) } }
    switch generator.below(depth == 0 ? 6 : 13) {
    case 0: return .silent
    case 1: return .null
    case 2: return .flag(generator.below(2) == 0)
    case 3: return .number(Int64(bitPattern: generator.next()))
    case 4: return .small(Int8(truncatingIfNeeded: generator.next()))
    case 5: return .text(generator.text())
    case 6: return .list(shapes())
    case 7: return .members(members())
    case 8: return .dictionary(Dictionary(members()) { first, _ in first })
    case 9: return .nested(members().map { ($0.0, shapes()) })
    case 10: return .supers(members())
    case 11: return .wrapped(random(depth: depth - 1, &generator))
    default: return .halves(members())
    }
  }
}

/// SplitMix64: the same values from the same seed, everywhere.
private struct Generator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Of characters on both sides of every border of the encoding, the order and the escapes.
  mutating func text() -> String {
    let characters: [String] = [
      "a", "b", "z", "\"", "\\", "/", "\u{0}", "\u{8}", "\t", "\n", "\u{B}", "\u{C}", "\r",
      "\u{1F}",
      "\u{7F}", "é", "中", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{10000}", "\u{10FFFF}",
    ]
    return (0..<below(4)).map { _ in characters[below(characters.count)] }.joined()
  }
}
