extension Decision<Project> {
  /// The decision as everybody but the one who decides may hold it: what is confidential in it is closed.
  var closed: Decision<Project> {
    var decision = Decision(
      events: events.map(\.closed), record: record.closed, touched: touched.map(\.closed))
    decision.dueDays = dueDays
    return decision
  }
}
