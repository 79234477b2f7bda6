import Engine

/// The roots of some subtrees of a log that is read once from its beginning, whatever its length.
package struct RangeRoots: Sendable {
  private let ranges: [Range<Int>]
  private var frontiers: [Frontier]
  private var position = 0

  package init(_ ranges: [Range<Int>]) {
    self.ranges = ranges
    frontiers = ranges.map { _ in Frontier() }
  }

  /// Takes the next leaf of the log.
  package mutating func append(_ leaf: Digest) {
    for index in ranges.indices where ranges[index].contains(position) {
      frontiers[index].append(leaf)
    }
    position += 1
  }

  /// In the order of the ranges; nil while leaves are missing.
  package var roots: [Digest]? {
    guard ranges.allSatisfy({ $0.upperBound <= position }) else { return nil }
    return frontiers.map(\.root)
  }
}
