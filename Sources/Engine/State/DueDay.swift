import CEL

/// The next day on which the clock will find something in a record. At most one stands for each request, and one for
/// the record itself.
public struct DueDay: Sendable, Hashable {
  /// nil: the record's own.
  public let request: RequestID?
  /// nil: nothing falls due any more.
  public let day: CivilDate?

  public init(request: RequestID?, day: CivilDate?) {
    self.request = request
    self.day = day
  }
}
