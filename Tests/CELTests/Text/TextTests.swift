import CEL
import Foundation
import Testing

@Suite("Doubles, base64 and quotes as text")
struct TextTests {
  @Test(
    "the shortest text is that of Go's %g",
    arguments: [
      (123.456, "123.456"), (-4.5e-3, "-0.0045"), (1, "1"), (0, "0"), (-0.0, "-0"), (100, "100"),
      (123_456, "123456"), (1_000_000, "1e+06"), (9_007_199_254_740_992, "9.007199254740992e+15"),
      (0.0001, "0.0001"), (0.00001, "1e-05"), (.leastNonzeroMagnitude, "5e-324"),
      (0.1 + 0.2, "0.30000000000000004"),
      (1.7976931348623157e308, "1.7976931348623157e+308"), (.nan, "NaN"), (.infinity, "+Inf"),
      (-.infinity, "-Inf"), (56.8, "56.8"), (1e100, "1e+100"), (0.5, "0.5"),
    ])
  func shortest(value: Double, text: String) {
    #expect(DoubleText.shortest(value) == text)
  }

  @Test(
    "the plain text has no exponent",
    arguments: [
      (1e21, "1000000000000000000000"), (1e-7, "0.0000001"), (1_234_567.5, "1234567.5"),
      (-0.0, "-0"),
      (.nan, "NaN"), (-.infinity, "-Infinity"), (4.2, "4.2"),
    ])
  func plain(value: Double, text: String) {
    #expect(DoubleText.plain(value) == text)
  }

  @Test("digits after the point are those of C's printf, over random bits")
  func againstC() {
    var generator = SeededGenerator(seed: 4_711)
    var values: [Double] = [
      0, -0.0, 0.5, 1.5, 2.5, 0.05, 0.125, 0.375, 9.5, 99.5, 0.95, 9.995, 1e22,
      .leastNonzeroMagnitude, 0.5e-3,
      .greatestFiniteMagnitude, .leastNormalMagnitude, 2.71828, 1_052.032911275, -123.4999,
    ]
    while values.count < 3_000 {
      let wide = Double(bitPattern: generator.next())
      if wide.isFinite { values.append(wide) }
      values.append(Double(Int.random(in: -99_999...99_999, using: &generator)) / 1_000)
    }
    for value in values {
      let fraction = Int.random(in: 0...20, using: &generator)
      #expect(
        DoubleText.fixed(value, fraction: fraction) == String(format: "%.\(fraction)f", value))
      #expect(
        DoubleText.scientific(value, fraction: fraction) == String(format: "%.\(fraction)e", value))
      #expect(Double(DoubleText.shortest(value)) == value)
      #expect(Double(DoubleText.plain(value)) == value)
    }
    #expect(DoubleText.fixed(.nan, fraction: 2) == "NaN")
    #expect(DoubleText.fixed(.infinity, fraction: 2) == "Infinity")
    #expect(DoubleText.scientific(-.infinity, fraction: 2) == "-Infinity")
  }

  @Test("base64 agrees with Foundation in both directions, padded and not")
  func base64() {
    var generator = SeededGenerator(seed: 64)
    for length in 0..<200 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let text = Data(bytes).base64EncodedString()
      #expect(Base64.encode(bytes) == text)
      #expect(Base64.decode(text) == bytes)
      #expect(Base64.decode(text.filter { $0 != "=" }) == bytes)
    }
    #expect(Base64.decode("aGVs\r\nbG8=\n") == Array("hello".utf8))
  }

  @Test(
    "what is not base64 is refused",
    arguments: [
      "a", "aGVsb", "aGV==", "aGVsbG8==", "=", "====", "aG=s", "aGVsbG8= ", "a-b_", "aé==",
    ])
  func notBase64(text: String) {
    #expect(Base64.decode(text) == nil)
  }

  @Test(
    "quotes escape what the strings extension names and nothing else",
    arguments: [
      ("first\nsecond", #""first\nsecond""#), ("bell\u{7}", #""bell\a""#),
      ("\u{8}\u{C}\r\t\u{B}", #""\b\f\r\t\v""#), (#"a\b"#, #""a\\b""#),
      (#"say "hi""#, #""say \"hi\"""#),
      ("ta©o©αT 🐱", "\"ta©o©αT 🐱\""), ("", #""""#), ("a\r\nb", #""a\r\nb""#),
    ])
  func quotes(text: String, expected: String) {
    #expect(Quoting.quoted(text) == expected)
  }
}
