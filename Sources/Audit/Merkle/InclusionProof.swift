import Engine

/// The shortest list of hashes that leads from one leaf to the root of a tree (RFC 6962 §2.1.1).
package struct InclusionProof: Sendable, Hashable {
  /// From 0.
  package let index: Int
  package let size: Int
  /// From the leaf's sibling upwards.
  package let path: [Digest]

  package init(index: Int, size: Int, path: [Digest]) {
    self.index = index
    self.size = size
    self.path = path
  }

  /// Whether the leaf and the path hash to the root.
  package func leads(from leaf: Digest, to root: Digest) -> Bool {
    guard index >= 0, index < size else { return false }
    var (node, last) = (index, size - 1)
    var hash = leaf
    var rest = path[...]
    while last > 0 {
      // The last node of a level may have no sibling; it is then carried up as it is.
      if node % 2 == 1 || node < last {
        guard let sibling = rest.popFirst() else { return false }
        hash = node % 2 == 1 ? MerkleHash.node(sibling, hash) : MerkleHash.node(hash, sibling)
      }
      node /= 2
      last /= 2
    }
    return rest.isEmpty && hash == root
  }

  /// The leaves whose subtrees' roots make the path, in its order. Empty for an index outside of the tree.
  package static func siblings(of index: Int, size: Int) -> [Range<Int>] {
    guard (0..<size).contains(index) else { return [] }
    var tree = 0..<size
    var siblings: [Range<Int>] = []
    while tree.count > 1 {
      let middle = tree.lowerBound + tree.count.largestPowerOfTwoBelow
      if index < middle {
        siblings.append(middle..<tree.upperBound)
        tree = tree.lowerBound..<middle
      } else {
        siblings.append(tree.lowerBound..<middle)
        tree = middle..<tree.upperBound
      }
    }
    return siblings.reversed()
  }
}

extension Int {
  /// Where RFC 6962 splits a tree of this size, of at least two leaves.
  var largestPowerOfTwoBelow: Int { 1 << (Int.bitWidth - 1 - (self - 1).leadingZeroBitCount) }
}
