import Engine
import Foundation

/// A checkpoint from which the next one can be made without reading the log again: a further line holds the roots
/// of the tree's complete subtrees. C2SP allows further lines, and other readers leave them alone.
extension Checkpoint {
  private static let mark = "frontier"

  package init(origin: String, _ frontier: Frontier, isResumable: Bool = false) {
    let roots = frontier.roots.map { " " + Data($0.bytes).base64EncodedString() }.joined()
    self.init(
      origin: origin, size: frontier.size, root: frontier.root,
      extensions: isResumable ? [Self.mark + roots] : [])
  }

  fileprivate var roots: [Digest]? {
    for line in extensions {
      let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard words.first == Self.mark else { continue }
      let roots = words.dropFirst().compactMap { [UInt8](base64: $0).flatMap(Digest.init(bytes:)) }
      return roots.count == words.count - 1 ? roots : nil
    }
    return nil
  }
}

extension Frontier {
  /// nil unless the text is a checkpoint that can be resumed, and its roots make up its root.
  package init?(resuming text: String) {
    guard let checkpoint = Checkpoint(text), let roots = checkpoint.roots,
      let frontier = Frontier(size: checkpoint.size, roots: roots),
      frontier.root == checkpoint.root
    else { return nil }
    self = frontier
  }
}

extension InspectableStore {
  /// Lets a tree over the beginning of the log grow to its end. Leaves are computed from the bodies, not believed.
  package func extend(_ frontier: inout Frontier) throws {
    var grown = frontier
    try inspect { view in
      while true {
        let rows = try view.log(after: grown.size, limit: 8_192)
        for row in rows {
          guard row.sequence == grown.size + 1 else {
            throw StoreFailure.corrupt("event \(grown.size + 1) is missing")
          }
          grown.append(MerkleHash.leaf(row.body))
        }
        if rows.count < 8_192 { return }
      }
    }
    frontier = grown
  }
}
