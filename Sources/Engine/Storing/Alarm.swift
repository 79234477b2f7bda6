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

extension Batch {
  /// What an alarm becomes with a batch. At most one stands for each request, and one for the record itself.
  public struct AlarmChange: Sendable, Hashable {
    /// nil: the record's own.
    public let request: RequestID?
    /// nil: nothing falls due any more.
    public let day: CivilDate?

    public init(request: RequestID?, day: CivilDate?) {
      self.request = request
      self.day = day
    }
  }
}

extension Request {
  /// The next day on which something falls due: the earliest deadline of a step that is asked now. nil: nothing does.
  public var nextAlarm: CivilDate? { activeSteps.compactMap { due[$0] }.min() }
}
