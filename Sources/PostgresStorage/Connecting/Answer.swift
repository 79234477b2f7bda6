import Engine

/// What the server answered to one statement.
struct Answer: Sendable {
  /// Rows of columns in the server's binary form; nil is NULL.
  let rows: [[[UInt8]?]]
  /// How many rows a writing statement wrote.
  let affected: Int
  /// The statement as the server names it: `COMMIT`, or `ROLLBACK` where the transaction had failed.
  let tag: String
}

/// A row, read without trust: in a damaged database anything may stand anywhere.
struct AnswerRow {
  let columns: [[UInt8]?]

  func bytes(_ index: Int) throws(StoreFailure) -> [UInt8] {
    guard columns.indices.contains(index), let bytes = columns[index] else {
      throw .corrupt("a column that should hold a value does not")
    }
    return bytes
  }

  func isNull(_ index: Int) -> Bool { columns.indices.contains(index) && columns[index] == nil }

  /// A `boolean`, `integer` or `bigint`: 1, 4 or 8 bytes, the highest first.
  func integer(_ index: Int) throws(StoreFailure) -> Int {
    let bytes = try bytes(index)
    guard [1, 2, 4, 8].contains(bytes.count) else {
      throw .corrupt("a column that should hold a number does not")
    }
    let negative = bytes[0] >= 0x80
    return bytes.reduce(negative ? -1 : 0) { $0 << 8 | Int($1) }
  }

  func text(_ index: Int) throws(StoreFailure) -> String {
    guard let text = String(validating: try bytes(index), as: UTF8.self) else {
      throw .corrupt("a column that should hold text does not")
    }
    return text
  }

  func json<T: Decodable>(_ index: Int) throws -> T {
    try JSONText(parsing: try bytes(index)).decode()
  }

  func stream(_ index: Int) throws(StoreFailure) -> Stream {
    let text = try text(index)
    guard let stream = Stream(text) else {
      throw .corrupt("`\(text)` is not the name of a record")
    }
    return stream
  }
}
