extension Batch {
  /// The numbers that the events give, each with the request that bears it; nil: the project does.
  package var numbersGiven: [(serial: SerialNumber, request: RequestID?)] {
    events.flatMap { event in
      var request: RequestID?
      if case .request(let event) = event { request = event.request }
      return event.numbersGiven.map { ($0, request) }
    }
  }
}
