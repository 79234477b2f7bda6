import Engine
import Foundation
import TestKit
import Testing

/// The published pairs of RFC 8785. Numbers that are not whole have no form in our JSON and are refused, which two of the six
/// show; everything else in those two is compared without them.
@Suite struct CanonicalVectors {
  private struct Vector: Decodable {
    let name: String
    let input: String
    let output: String
    let outhex: [String]
  }

  private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func everyPairIsMadeOrRefused() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../shared/conformance/jcs-vectors.jsonl").standardized
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      print("CanonicalVectors: skipped, there is no shared data")
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", "the vectors must run in CI")
      return
    }
    let vectors = try text.split(separator: "\n").map {
      try JSONDecoder().decode(Vector.self, from: Data($0.utf8))
    }
    #expect(vectors.count == 6)
    var refused: [String] = []
    for vector in vectors {
      let expected = vector.outhex.compactMap { UInt8($0, radix: 16) }
      #expect(expected == Self.bytes(vector.output))
      do {
        #expect(try JSON(parsing: Self.bytes(vector.input)).canonical == expected, "\(vector.name)")
      } catch {
        refused.append(vector.name)
        // The same without the numbers: `56.0`, and a list of others.
        let (input, output) = [vector.input, vector.output].map { text in
          text.replacing("56.0", with: "56").replacing(
            /"numbers": ?\[[^\]]*\]/, with: "\"numbers\":[]")
        }.pair
        #expect(input != vector.input)
        #expect(
          try JSON(parsing: Self.bytes(input)).canonical == Self.bytes(output), "\(vector.name)")
      }
    }
    #expect(refused == ["structures", "values"])
    Endurance.tell(12, "canonical JSON vectors", vectors.count)
  }
}

extension [String] {
  fileprivate var pair: (String, String) { (self[0], self[1]) }
}
