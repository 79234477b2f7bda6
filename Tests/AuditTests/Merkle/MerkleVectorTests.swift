import Engine
import Foundation
import TestKit
import Testing

@testable import Audit

/// The proofs of transparency-dev/merkle: 36 hold, 482 do not.
@Suite struct MerkleVectors {
  private struct Vector: Decodable {
    let desc: String
    let file: String
    let kind: String
    let wantErr: Bool
    let proof: [String?]?
    // Inclusion.
    let leafIdx: UInt64?
    let treeSize: UInt64?
    let leafHash: String?
    let root: String?
    // Consistency.
    let size1: UInt64?
    let size2: UInt64?
    let root1: String?
    let root2: String?
    // Subtrees.
    let start: UInt64?
    let end: UInt64?
    let size: UInt64?

    /// nil: what it speaks of cannot even be said in our types, which refuses it.
    var holds: Bool? {
      /// Bytes that are no digest become one, a different one for others: only whether they are equal matters.
      func digest(_ text: String?) -> Digest? {
        guard let bytes = text.flatMap({ Data(base64Encoded: $0) }).map([UInt8].init) else {
          return nil
        }
        return Digest(bytes: bytes) ?? MerkleHash.leaf(bytes)
      }
      func exact(_ text: String?) -> Digest? {
        text.flatMap { Data(base64Encoded: $0) }.flatMap { Digest(bytes: [UInt8]($0)) }
      }
      func number(_ value: UInt64?) -> Int? { value.flatMap { Int(exactly: $0) } }
      let digests = (proof ?? []).map(digest)
      let path = digests.compactMap { $0 }
      guard path.count == digests.count else { return nil }
      switch kind {
      case "inclusion":
        guard let index = number(leafIdx), let size = number(treeSize),
          let leaf = exact(leafHash), let root = exact(root)
        else { return nil }
        return InclusionProof(index: index, size: size, path: path).leads(from: leaf, to: root)
      case "subtreeinclusion":
        guard let start = number(start), let end = number(end), let index = number(leafIdx),
          let leaf = exact(leafHash), let root = exact(root)
        else { return nil }
        return ConsistencyProof.isSubtree(start: start, end: end) && index >= start
          && InclusionProof(index: index - start, size: end - start, path: path)
            .leads(from: leaf, to: root)
      case "consistency", "subtreeconsistency":
        guard let end = number(size1 ?? end), let size = number(size2 ?? size),
          let start = number(start ?? 0), let first = digest(root1), let second = digest(root2),
          // That the log began as an empty one is no statement.
          kind == "subtreeconsistency" || end > 0
        else { return nil }
        return ConsistencyProof(start: start, end: end, size: size, path: path)
          .connects(first, to: second)
      default: return nil
      }
    }
  }

  @Test func everyVectorIsJudgedAsExpected() throws {
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../../shared/conformance/merkle-vectors.jsonl").standardized
    guard let text = try? String(contentsOf: url, encoding: .utf8) else {
      print("MerkleVectors: skipped, there is no shared data")
      #expect(ProcessInfo.processInfo.environment["CI"] != "true", "the vectors must run in CI")
      return
    }
    let vectors = try text.split(separator: "\n").map {
      try JSONDecoder().decode(Vector.self, from: Data($0.utf8))
    }
    #expect(vectors.count == 518)
    #expect(vectors.count(where: \.wantErr) == 482)
    for vector in vectors {
      #expect((vector.holds ?? false) != vector.wantErr, "\(vector.file): \(vector.desc)")
    }
    let refused = vectors.count { $0.holds != true }
    Endurance.tell(12, "Merkle vectors", vectors.count)
    Endurance.control(12, "\(refused) vectors that must be refused", isSeen: refused == 482)
  }
}
