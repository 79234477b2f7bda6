import CEL

/// The last moment for something: a whole day, or a time.
public enum Deadline: Sendable, Hashable {
  case day(CivilDate)
  case time(Timestamp, on: CivilDate)

  /// The day that it falls on.
  public var day: CivilDate {
    switch self {
    case .day(let day), .time(_, let day): day
    }
  }

  func isOver(_ now: Timestamp, today: CivilDate) -> Bool {
    switch self {
    case .day(let day): day < today
    case .time(let time, _): time < now
    }
  }

  /// The first day on which the clock can find it over.
  var alarm: CivilDate? {
    switch self {
    case .day(let day): day.adding(days: 1)
    case .time(_, let day): day
    }
  }
}
