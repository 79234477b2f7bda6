import CEL

/// A day on which something of a record falls due, so that it is found without reading every record.
public struct Alarm: Sendable, Hashable {
  public let stream: Stream
  /// nil: it is the record itself that has something due.
  public let request: RequestID?
  public let day: CivilDate

  public init(stream: Stream, request: RequestID?, day: CivilDate) {
    self.stream = stream
    self.request = request
    self.day = day
  }
}
