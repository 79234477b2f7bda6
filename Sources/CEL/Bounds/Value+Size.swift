extension Value {
  /// Throws `too-large` when the value has more than `limit` parts: elements at all levels, and one for each 16
  /// bytes of text. Stops counting at the limit, for a small value may contain another many times over.
  func measure(limit: Int) throws(EvaluationError) {
    switch self {
    case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type, .decimal, .ratio, .date:
      return
    default:
      var rest = limit
      try count(&rest)
    }
  }

  private func count(_ rest: inout Int) throws(EvaluationError) {
    switch self {
    case .string(let text): rest -= text.utf8.count / Meter.bytesPerUnit
    case .bytes(let bytes): rest -= bytes.count / Meter.bytesPerUnit
    case .list(let elements):
      rest -= elements.count
      if rest < 0 { throw Meter.tooLarge }
      for element in elements { try element.count(&rest) }
    case .map(let map):
      rest -= map.count
      if rest < 0 { throw Meter.tooLarge }
      for entry in map.entries {
        try entry.key.count(&rest)
        try entry.value.count(&rest)
      }
    case .optional(let value?): try value.count(&rest)
    case .record(let record):
      rest -= record.fields.count
      for field in record.fields { try field?.count(&rest) }
    default: return
    }
    if rest < 0 { throw Meter.tooLarge }
  }
}
