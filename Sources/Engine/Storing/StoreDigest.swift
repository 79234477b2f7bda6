/// What a whole store holds, in a few numbers: two stores with the same digest hold the same, whatever kind they are.
public struct StoreDigest: Sendable, Hashable {
  /// How many rows, and a digest of all of them.
  public struct Table: Sendable, Hashable {
    public let name: String
    public let rows: Int
    public let digest: Digest
  }

  /// The log, in its order.
  public let log: Table
  /// Every other table; the order of rows does not matter.
  public let tables: [Table]

  /// Over the names, numbers and digests of all tables.
  public func summary(_ sha256: DigestFunction) -> Digest {
    sha256(([log] + tables).flatMap { Array("\($0.name) \($0.rows) \($0.digest)\n".utf8) })
  }

  /// Reads everything; of the log a page at a time, of other tables 32 bytes a row are kept.
  public init(of view: some MovableView, _ sha256: @escaping DigestFunction) throws {
    var (chain, count) = (sha256([]), 0)
    while true {
      let page = try view.log(after: count, limit: Self.page)
      for row in page {
        let cells: [StateCell] = [
          .integer(row.sequence), .text(row.stream), .integer(row.version), .text(row.command),
          .bytes(row.body), .bytes(row.leaf),
        ]
        chain = sha256(chain.bytes + cells.encoded)
      }
      count += page.count
      if page.count < Self.page { break }
    }
    log = Table(name: "log", rows: count, digest: chain)
    tables =
      try StateTable.allCases.map { table in
        try Self.digest(table.rawValue, sha256) { try view.rows(of: table, $0) }
      }
      + DutyTable.allCases.map { table in
        try Self.digest(table.rawValue, sha256) { try view.rows(of: table, $0) }
      }
      + OverviewTable.allCases.map { table in
        try Self.digest(table.rawValue, sha256) { try view.rows(of: table, $0) }
      }
  }

  private static let page = 1_000

  private static func digest(
    _ name: String, _ sha256: @escaping DigestFunction,
    _ rows: (([StateCell]) throws -> Void) throws -> Void
  ) throws -> Table {
    var digests: [[UInt8]] = []
    try rows { cells in digests.append(sha256(cells.encoded).bytes) }
    digests.sort { $0.lexicographicallyPrecedes($1) }
    return Table(name: name, rows: digests.count, digest: sha256(digests.flatMap(\.self)))
  }
}

extension [StateCell] {
  /// One row as bytes that no other row has: the kind of each cell, its length, its content.
  fileprivate var encoded: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ kind: UInt8, _ content: some Collection<UInt8>) {
      bytes.append(kind)
      Swift.withUnsafeBytes(of: UInt64(content.count).bigEndian) { bytes += $0 }
      bytes += content
    }
    for cell in self {
      switch cell {
      case .null: add(0, [])
      case .integer(let number): add(1, "\(number)".utf8)
      case .text(let text): add(2, text.utf8)
      case .bytes(let content): add(3, content)
      }
    }
    return bytes
  }
}
