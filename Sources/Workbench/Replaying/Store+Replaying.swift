import Engine

extension Store {
  /// Hands over the events of a stream in order until `body` has seen enough.
  func replay(_ stream: Stream, _ body: (Record) throws -> Bool) throws {
    // More events than this in one read would be held at once.
    let page = 1_000
    var version = 0
    while true {
      let records = try history(of: stream, after: version, limit: page)
      for record in records {
        guard try body(record) else { return }
        version = record.version
      }
      if records.count < page { return }
    }
  }
}
