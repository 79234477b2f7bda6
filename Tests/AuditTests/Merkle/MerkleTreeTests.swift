import Engine
import Testing

@testable import Audit

/// The tree against the definition in RFC 6962 §2.1, word for word.
@Suite struct MerkleTrees {
  private static let leaves = (0..<70).map { MerkleHash.leaf([UInt8($0)]) }

  /// MTH of RFC 6962, over hashes of leaves.
  private func root(_ leaves: ArraySlice<Digest>) -> Digest {
    guard leaves.count > 1 else { return leaves.first ?? MerkleHash.empty }
    var k = 1
    while k * 2 < leaves.count { k *= 2 }
    let middle = leaves.startIndex + k
    return MerkleHash.node(root(leaves[..<middle]), root(leaves[middle...]))
  }

  /// PATH of RFC 6962.
  private func path(_ m: Int, _ leaves: ArraySlice<Digest>) -> [Digest] {
    guard leaves.count > 1 else { return [] }
    var k = 1
    while k * 2 < leaves.count { k *= 2 }
    let middle = leaves.startIndex + k
    return m < k
      ? path(m, leaves[..<middle]) + [root(leaves[middle...])]
      : path(m - k, leaves[middle...]) + [root(leaves[..<middle])]
  }

  /// SUBPROOF of RFC 6962.
  private func subproof(_ m: Int, _ leaves: ArraySlice<Digest>, _ b: Bool) -> [Digest] {
    if m == leaves.count { return b ? [] : [root(leaves)] }
    var k = 1
    while k * 2 < leaves.count { k *= 2 }
    let middle = leaves.startIndex + k
    return m <= k
      ? subproof(m, leaves[..<middle], b) + [root(leaves[middle...])]
      : subproof(m - k, leaves[middle...], false) + [root(leaves[..<middle])]
  }

  @Test func theFrontierHasTheRootOfTheDefinition() {
    var frontier = Frontier()
    for size in 0...Self.leaves.count {
      #expect(frontier.root == root(Self.leaves[..<size]))
      #expect(Frontier(size: size, roots: frontier.roots) == frontier)
      #expect(Frontier(size: size, roots: frontier.roots + [MerkleHash.empty]) == nil)
      if size < Self.leaves.count { frontier.append(Self.leaves[size]) }
    }
  }

  @Test func theEmptyTreeIsTheDigestOfNothing() {
    #expect(
      Frontier().root.description
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func pathsAreThoseOfTheDefinitionAndLeadToTheRoot() throws {
    for size in 1...Self.leaves.count {
      let tree = Self.leaves[..<size]
      for index in 0..<size {
        var roots = RangeRoots(InclusionProof.siblings(of: index, size: size))
        tree.forEach { roots.append($0) }
        let path = try #require(roots.roots)
        #expect(path == self.path(index, tree))
        let proof = InclusionProof(index: index, size: size, path: path)
        #expect(proof.leads(from: tree[index], to: root(tree)))
        #expect(!proof.leads(from: tree[(index + 1) % size], to: root(tree)) || size == 1)
        #expect(!proof.leads(from: tree[index], to: MerkleHash.empty))
      }
    }
  }

  @Test func consistencyIsThatOfTheDefinitionAndConnectsTheRoots() throws {
    for size in 1...Self.leaves.count {
      let tree = Self.leaves[..<size]
      for end in 1...size {
        var roots = RangeRoots(ConsistencyProof.siblings(of: end, size: size))
        tree.forEach { roots.append($0) }
        let path = try #require(roots.roots)
        #expect(path == subproof(end, tree, true), "\(end) of \(size)")
        let proof = ConsistencyProof(end: end, size: size, path: path)
        #expect(proof.connects(root(tree[..<end]), to: root(tree)))
        #expect(!proof.connects(MerkleHash.empty, to: root(tree)))
      }
    }
  }
}
