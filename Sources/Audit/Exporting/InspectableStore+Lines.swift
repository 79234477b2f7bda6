import Engine

extension InspectableStore {
  /// Writes the log, each row as a line of canonical JSON: `leaf`, `record` exactly as it is in the log, `sequence`.
  package func exportLines(_ write: (String) -> Void) throws {
    try inspect { view in
      try view.eachPage { rows in
        var lines = ""
        for row in rows {
          guard let body = String(validating: row.body, as: UTF8.self),
            let leaf = Digest(bytes: row.leaf)
          else { throw StoreFailure.corrupt("event \(row.sequence) cannot be read") }
          lines += "{\"leaf\":\"\(leaf)\",\"record\":\(body),\"sequence\":\(row.sequence)}\n"
        }
        write(lines)
      }
    }
  }
}

extension Inspection {
  /// Hands over the whole log, some thousand rows at a time.
  func eachPage(_ body: ([LogRow]) throws -> Void) throws {
    let size = 4_096
    var sequence = 0
    while true {
      let rows = try log(after: sequence, limit: size)
      guard let last = rows.last else { return }
      try body(rows)
      sequence = last.sequence
    }
  }

  /// Hands over every record of the log, in order.
  func eachRecord(_ body: (Record, LogRow) throws -> Void) throws {
    try eachPage { rows in
      for row in rows {
        try body(Record(sequence: row.sequence, body: row.body, leaf: row.leaf), row)
      }
    }
  }
}
