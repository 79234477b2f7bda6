import Engine

/// The events of one request, each with the proof that it stands in the log of a checkpoint.
///
/// Whoever trusts the checkpoint needs neither the store nor this program to check it.
package struct InclusionBundle: Sendable {
  struct Item: Sendable {
    let proof: InclusionProof
    let body: JSON
    let leaf: Digest
  }

  let request: RequestID
  /// A signed note, or the bare lines where there is no key.
  let checkpoint: String
  let items: [Item]

  /// nil: the log has no such request.
  package init?(of request: RequestID, in store: some InspectableStore, signer: NoteSigner?) throws
  {
    var frontier = Frontier()
    var found: [(index: Int, body: JSON, leaf: Digest)] = []
    let proofs: [InclusionProof] = try store.inspect { view in
      try view.eachRecord { record, row in
        let leaf = MerkleHash.leaf(row.body)
        if case .request(let event) = record.event, event.request == request {
          found.append((frontier.size, try JSON(parsing: row.body), leaf))
        }
        frontier.append(leaf)
      }
      return try view.proofs(of: found.map(\.index), size: frontier.size)
    }
    guard !found.isEmpty else { return nil }
    self.request = request
    items = zip(found, proofs).map { Item(proof: $1, body: $0.body, leaf: $0.leaf) }
    let text = Checkpoint(origin: signer?.key.name ?? "unsigned", frontier).text
    checkpoint = try signer.map { try $0.sign(text).description } ?? text
  }

  package var json: JSON {
    [
      "request": .string(request.text),
      "checkpoint": .string(checkpoint),
      "events": .array(
        items.map { item in
          [
            "index": .integer(Int64(item.proof.index)), "leaf": .string(item.leaf.description),
            "proof": .array(item.proof.path.map { .string($0.description) }),
            "record": item.body,
          ]
        }),
    ]
  }
}

extension Inspection {
  /// The proofs of some leaves, in one reading of the log, however long it is.
  fileprivate func proofs(of indices: [Int], size: Int) throws -> [InclusionProof] {
    var roots = indices.map { RangeRoots(InclusionProof.siblings(of: $0, size: size)) }
    try eachPage { rows in
      for row in rows {
        let leaf = MerkleHash.leaf(row.body)
        for index in roots.indices { roots[index].append(leaf) }
      }
    }
    return zip(indices, roots).compactMap { index, roots in
      roots.roots.map { InclusionProof(index: index, size: size, path: $0) }
    }
  }
}
