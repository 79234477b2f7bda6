import Engine

/// The rows that tables must hold, known by fingerprints: a million rows take some tens of megabytes.
///
/// The fingerprints are seeded anew in each run, so nobody can prepare rows that pass for others.
struct RowPrints: Sendable {
  /// 128 bits over the table and the columns that name the row.
  private struct Key: Hashable {
    let high: UInt64
    let low: UInt64
  }

  private struct Print {
    let content: UInt64
    /// The event that the row follows from.
    let sequence: Int
  }

  private var rows: [Key: Print] = [:]

  var count: Int { rows.count }

  /// A row that must be there. False when another of the same name is expected already.
  mutating func expect(_ table: StateTable, _ row: [StateCell], since sequence: Int) -> Bool {
    let print = Print(content: Self.content(table, row), sequence: sequence)
    return rows.updateValue(print, forKey: Self.key(table, row)) == nil
  }

  enum Match {
    case same, different, unexpected
  }

  /// Compares a row that is there, and crosses it off.
  mutating func crossOff(_ table: StateTable, _ row: [StateCell]) -> Match {
    guard let print = rows.removeValue(forKey: Self.key(table, row)) else { return .unexpected }
    return print.content == Self.content(table, row) ? .same : .different
  }

  /// The events whose rows were not crossed off, in their order.
  var missing: [Int] { rows.values.map(\.sequence).sorted() }

  /// Takes the rows that another part of the replay expects; the events whose rows both expect.
  mutating func merge(_ other: RowPrints) -> [Int] {
    var twice: [Int] = []
    rows.merge(other.rows) { mine, others in
      twice.append(max(mine.sequence, others.sequence))
      return mine
    }
    return twice
  }

  private static func key(_ table: StateTable, _ row: [StateCell]) -> Key {
    func half(_ salt: Int) -> UInt64 {
      var hasher = Hasher()
      hasher.combine(salt)
      hasher.combine(table)
      for cell in row.prefix(table.keyColumns) { hasher.combine(exactly: cell) }
      return UInt64(bitPattern: Int64(hasher.finalize()))
    }
    return Key(high: half(0), low: half(1))
  }

  private static func content(_ table: StateTable, _ row: [StateCell]) -> UInt64 {
    var hasher = Hasher()
    for cell in row {
      hasher.combine(exactly: cell)
    }
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}

extension Hasher {
  /// Byte for byte: texts that only look alike are different ones.
  fileprivate mutating func combine(exactly cell: StateCell) {
    switch cell {
    case .null: combine(0)
    case .integer(let number):
      combine(1)
      combine(number)
    case .text(var text):
      combine(2)
      combine(text.utf8.count)
      text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
    case .bytes(let bytes):
      combine(3)
      combine(bytes.count)
      bytes.withUnsafeBytes { combine(bytes: $0) }
    }
  }
}

extension StateTable {
  /// How many of the first columns name a row.
  var keyColumns: Int {
    switch self {
    case .commands, .records, .projects, .requests, .rulebooks, .contents, .sealed: 1
    case .places, .children, .numbers, .weights, .weightTotals: 2
    case .decisions: 4
    }
  }
}
