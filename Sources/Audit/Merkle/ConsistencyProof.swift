import Engine

/// The hashes that show that one tree's leaves stand unchanged in another (RFC 6962 §2.1.2).
///
/// The first tree is the beginning of the second, or any complete subtree of it: leaves `start..<end`, as drafted for
/// Merkle Tree Certificates, of which the beginning (`start` 0) is the usual case.
package struct ConsistencyProof: Sendable, Hashable {
  package let start: Int
  package let end: Int
  /// Of the second tree.
  package let size: Int
  package let path: [Digest]

  /// `start` 0: the first tree is the beginning of the second.
  package init(start: Int = 0, end: Int, size: Int, path: [Digest]) {
    self.start = start
    self.end = end
    self.size = size
    self.path = path
  }

  /// Whether a tree has a node over exactly these leaves, at its right end perhaps an incomplete one.
  package static func isSubtree(start: Int, end: Int) -> Bool {
    guard start >= 0, end > start else { return false }
    let count = end - start
    let width =
      count == 1
      ? 1
      : count.largestPowerOfTwoBelow.multipliedReportingOverflow(by: 2)
        .partialValue
    return width > 0 && start % width == 0
  }

  /// Whether the path leads from the first tree's root to itself and to the second tree's root.
  ///
  /// A first tree without leaves is a part of every tree, and so shows nothing about the second.
  package func connects(_ first: Digest, to second: Digest) -> Bool {
    if start == end, (0...max(0, size)).contains(end) {
      return path.isEmpty && first == MerkleHash.empty
    }
    guard Self.isSubtree(start: start, end: end), end <= size else { return false }
    var (left, node, last) = (start, end - 1, size - 1)
    func shift() { (left, node, last) = (left / 2, node / 2, last / 2) }
    while left != node, node == last || node % 2 == 1 { shift() }
    var rest = path[...]
    var (old, new) = (first, first)
    if left < node {
      guard let seed = rest.popFirst() else { return false }
      (old, new) = (seed, seed)
    }
    for sibling in rest {
      guard last > 0 else { return false }
      if node % 2 == 1 || node == last {
        if left < node { old = MerkleHash.node(sibling, old) }
        new = MerkleHash.node(sibling, new)
        while node % 2 == 0, node > 0 { shift() }
      } else {
        new = MerkleHash.node(new, sibling)
      }
      shift()
    }
    return last == 0 && old == first && new == second
  }

  /// The leaves whose subtrees' roots make the path from the first `end` leaves, in its order.
  package static func siblings(of end: Int, size: Int) -> [Range<Int>] {
    guard (1...max(1, size)).contains(end) else { return [] }
    var tree = 0..<size
    var siblings: [Range<Int>] = []
    while tree.upperBound != end {
      let middle = tree.lowerBound + tree.count.largestPowerOfTwoBelow
      if end <= middle {
        siblings.append(middle..<tree.upperBound)
        tree = tree.lowerBound..<middle
      } else {
        siblings.append(tree.lowerBound..<middle)
        tree = middle..<tree.upperBound
      }
    }
    // The first tree's own root is known, unless it is a part of what was split.
    if tree.lowerBound > 0 { siblings.append(tree) }
    return siblings.reversed()
  }
}
