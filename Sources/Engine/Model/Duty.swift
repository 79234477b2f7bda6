import CEL
import Diagnostics

public typealias DutyName = Name<Duty>

/// Something that projects owe: an action again in each period, or once after another action.
public struct Duty: Sendable {
  public let name: DutyName
  public let title: Bilingual
  /// Carrying it out fulfils the duty; the duty never stops it.
  public let action: ActionName
  /// Whose duty it is: roles that may submit the action.
  public let by: [RoleName]
  public let recurrence: Recurrence
  /// From the end of the period, or from what it follows, to the last moment.
  public let within: Allowance
  /// What is refused while it is overdue.
  public let stops: [ActionName]
  public let place: Place

  public enum Recurrence: Sendable, Hashable {
    /// For each period on whose last day the project is in one of the stages.
    case every(Period, in: [StageName])
    /// Each time the action takes effect.
    case after(ActionName)
  }

  public enum Period: String, Sendable, CaseIterable {
    case week, month, quarter
  }

  public enum Allowance: Sendable, Hashable {
    case term(Term)
    case hours(Int)
  }

  public init(
    name: DutyName, title: Bilingual, action: ActionName, by: [RoleName], recurrence: Recurrence,
    within: Allowance, stops: [ActionName], place: Place
  ) {
    self.name = name
    self.title = title
    self.action = action
    self.by = by
    self.recurrence = recurrence
    self.within = within
    self.stops = stops
    self.place = place
  }
}

extension Duty.Period {
  /// The last day of the period that a day lies in. Weeks end with Sunday. nil: beyond the calendar.
  public func end(of day: CivilDate) -> CivilDate? {
    switch self {
    case .week: return day.adding(days: 7 - day.weekday)
    case .month: return Self.end(ofMonth: day.month, day.year)
    case .quarter: return Self.end(ofMonth: (day.month + 2) / 3 * 3, day.year)
    }
  }

  private static func end(ofMonth month: Int, _ year: Int) -> CivilDate? {
    CivilDate(year: year, month: month, day: CivilDate.daysInMonth(month, year: year))
  }
}
