import Engine
import Foundation
import Testing

@Suite struct JSONForm {
  private struct Sample: Codable, Equatable {
    enum Kind: Codable, Equatable {
      case plain
      case with(number: Int, text: String?)
    }
    let kinds: [Kind]
    let byName: [Name<Sample>: UInt8]
    let nested: [[Bool]]
    let missing: String?
  }

  @Test func codableValuesComeBackAsTheyWere() throws {
    let sample = Sample(
      kinds: [.plain, .with(number: -7, text: "“é”\u{1}\n"), .with(number: .max, text: nil)],
      byName: ["b": 2, "a": 255], nested: [[], [true, false]], missing: nil)
    let bytes = try JSON(encoding: sample).canonical
    #expect(try JSON(parsing: bytes).decode(Sample.self) == sample)
  }

  @Test func membersAreSortedByUTF16AndNothingIsSpaced() {
    // U+FF61 sorts after U+1F600 in UTF-16 (D83D…), before it in UTF-8.
    let json: JSON = ["\u{FF61}": 1, "\u{1F600}": [2, nil], "a": ["x": true]]
    #expect(json.canonicalText == "{\"a\":{\"x\":true},\"\u{1F600}\":[2,null],\"\u{FF61}\":1}")
  }

  @Test(arguments: [
    "{\"a\":1,\"a\":2}", "[1,]", "{\"a\" 1}", "1.5", "01", "-", "\"\\ud800\"", "\"\u{1}\"", "[1] 2",
    "tru", "\"\\x\"", "99999999999999999999", "", "[", "\"", "nul",
    String(repeating: "[", count: 100_000),
  ]) func whatIsNotOurJSONIsRefused(text: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: Array(text.utf8)) }
  }

  @Test func theCanonicalFormIsWhatAnotherReaderReads() throws {
    let json: JSON = ["text": "a\"\\\u{8}\u{c}\u{1f}/é\u{1F600}", "n": -12, "l": [true, nil]]
    let other = try #require(
      try JSONSerialization.jsonObject(with: Data(json.canonical)) as? NSDictionary)
    #expect(other["text"] as? String == "a\"\\\u{8}\u{c}\u{1f}/é\u{1F600}")
    #expect(other["n"] as? Int == -12)
  }

  /// The order of UTF-16 code units, as RFC 8785 demands, by the plain definition of it.
  @Test func namesAreInTheOrderOfUTF16() {
    let characters = [
      "", "a", "b", "\u{7F}", "é", "\u{D7FF}", "\u{E000}", "\u{FFFD}", "\u{10000}", "\u{10FFFF}",
    ]
    let names = Set(characters.flatMap { first in characters.map { "\(first)\($0)" } })
    let expected = names.sorted { $0.utf16.lexicographicallyPrecedes($1.utf16) }
      .map { "\"\($0)\":null" }.joined(separator: ",")
    let json = JSON.object(Dictionary(uniqueKeysWithValues: names.map { ($0, .null) }))
    #expect(json.canonicalText == "{\(expected)}")
  }

  @Test func everyIntegerThatFitsIsExactAndNoOtherIsWritten() throws {
    struct Integers: Codable, Equatable {
      let small: Int8
      let bytes: [UInt8]
      let wide: Int128
      let unsigned: UInt64
      let byName: [Name<Integers>: UInt16]
    }
    let value = Integers(
      small: .min, bytes: [0, .max], wide: Int128(Int64.min), unsigned: UInt64(Int64.max),
      byName: ["a": .max])
    let json = try JSON(encoding: value)
    #expect(
      json == [
        "small": -128, "bytes": [0, 255], "wide": .integer(.min), "unsigned": .integer(.max),
        "byName": ["a": 65535],
      ])
    #expect(try json.decode(Integers.self) == value)
    #expect(throws: EncodingError.self) { try JSON(encoding: [UInt64.max]) }
    #expect(throws: EncodingError.self) { try JSON(encoding: ["a": Int128.max]) }
    #expect(throws: EncodingError.self) { try JSON(encoding: [1.5]) }
  }
}
