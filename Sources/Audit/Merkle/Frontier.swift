import Engine

/// A Merkle tree that grows at its right end, as far as its growth needs it: the roots of its complete subtrees.
///
/// At most one root for each bit of the size, so a tree of any length takes the room of a few digests.
package struct Frontier: Sendable, Hashable {
  package private(set) var size = 0
  /// From the largest subtree to the smallest; their sizes are the bits of ``size``.
  package private(set) var roots: [Digest] = []

  package init() {}

  /// nil unless there is one root for each bit of the size.
  package init?(size: Int, roots: [Digest]) {
    guard size >= 0, roots.count == size.nonzeroBitCount else { return nil }
    self.size = size
    self.roots = roots
  }

  package mutating func append(_ leaf: Digest) {
    var node = leaf
    // Every trailing 1 of the old size is a subtree that is now complete together with what comes.
    for _ in 0..<(~size).trailingZeroBitCount { node = MerkleHash.node(roots.removeLast(), node) }
    roots.append(node)
    size += 1
  }

  /// The tree's root hash, as RFC 6962 §2.1 defines it.
  package var root: Digest {
    guard let last = roots.last else { return MerkleHash.empty }
    return roots.dropLast().reversed().reduce(last) { MerkleHash.node($1, $0) }
  }
}
