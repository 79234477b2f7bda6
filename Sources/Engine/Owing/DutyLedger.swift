import CEL
import Diagnostics

/// What a project owes under the duties of its workflow: derived from its record, the rules and the time, and kept nowhere.
struct DutyLedger {
  let workflow: Workflow
  let calendar: WorkingCalendar
  let project: Project
  /// Since when the policy has each duty; one that is missing has been there always.
  let inForce: [DutyName: Timestamp]
  let timeZones: TimeZoneRules
  let now: Timestamp

  /// A project that nobody looked after for longer owes no more than this: ten years of weeks.
  private static let periods = 520

  /// The same for another state of the project.
  func of(_ project: Project?) -> DutyLedger {
    guard let project else { return self }
    return DutyLedger(
      workflow: workflow, calendar: calendar, project: project, inForce: inForce,
      timeZones: timeZones, now: now)
  }

  var today: CivilDate { timeZones.day(of: now, in: calendar) }

  /// Everything that is owed by now and not fulfilled, the oldest first: the period that runs, too. Nothing of a project that is over.
  func owed(_ duty: Duty) -> [Owed] {
    guard workflow[stage: project.stage]?.isLast != true else { return [] }
    let all: [Owed]
    switch duty.recurrence {
    case .every(let period, let stages):
      let today = today
      all = ends(of: period, in: stages, duty).prefix { $0.start <= today }.compactMap { end in
        owed(duty, .period(through: end.day), from: end.day)
      }
    case .after:
      all = (project.duties[duty.name]?.open ?? []).compactMap { arisen in
        owed(duty, .arisen(at: arisen.at), from: timeZones.day(of: arisen.at, in: calendar))
      }
    }
    // What waits for signatures has been filed: as many of the oldest are not behind.
    let filed = filed(duty)
    return all.enumerated().map { index, owed in
      var owed = owed
      owed.isFiled = index < filed
      return owed
    }
  }

  /// What is owed and past its time.
  func overdue(_ duty: Duty) -> [Owed] { owed(duty).filter(\.isOverdue) }

  /// The next day on which the clock may find the duty overdue and nobody has been told; nil: none is to come.
  ///
  /// Depends on the record alone, never on the time: the store's alarm stays right until the record changes.
  func nextDueDay(_ duty: Duty) -> CivilDate? {
    guard workflow[stage: project.stage]?.isLast != true else { return nil }
    let record = project.duties[duty.name]
    switch duty.recurrence {
    case .every(let period, let stages):
      let next = ends(of: period, in: stages, duty).first { end in
        record?.announcedThrough.map { end.day > $0 } ?? true
      }
      return next.flatMap { deadline(duty, .period(through: $0.day), from: $0.day)?.alarm }
    case .after:
      return record?.open.filter { !$0.isAnnounced }.compactMap { arisen in
        deadline(duty, .arisen(at: arisen.at), from: timeZones.day(of: arisen.at, in: calendar))?
          .alarm
      }.min()
    }
  }

  /// The day on which the oldest falls due that is not fulfilled and not filed; nil: nothing is to come.
  ///
  /// Depends on the record alone, like ``nextDueDay(_:)``, but whether people were told makes no difference.
  func oldestDueDay(_ duty: Duty) -> CivilDate? {
    guard workflow[stage: project.stage]?.isLast != true else { return nil }
    let filed = filed(duty)
    switch duty.recurrence {
    case .every(let period, let stages):
      return ends(of: period, in: stages, duty).dropFirst(filed).first { _ in true }.flatMap {
        deadline(duty, .period(through: $0.day), from: $0.day)?.day
      }
    case .after:
      let open = (project.duties[duty.name]?.open ?? []).dropFirst(filed)
      return open.first.flatMap { arisen in
        deadline(duty, .arisen(at: arisen.at), from: timeZones.day(of: arisen.at, in: calendar))?
          .day
      }
    }
  }

  /// How many requests that would fulfil the duty wait for signatures.
  private func filed(_ duty: Duty) -> Int {
    project.requests.values.count { request in
      guard case .action(duty.action, _) = request.subject else { return false }
      return request.status == .pending
    }
  }

  /// Periods that are not fulfilled and on whose last day the project is in one of the stages, if it stays where it is.
  private func ends(of period: Duty.Period, in stages: [StageName], _ duty: Duty)
    -> some Sequence<(start: CivilDate, day: CivilDate)>
  {
    let visits = project.visits.map {
      (stage: $0.stage, day: timeZones.day(of: $0.since, in: calendar))
    }
    let opened = visits.first?.day ?? timeZones.day(of: project.openedAt, in: calendar)
    var start: CivilDate? = max(
      opened, inForce[duty.name].map { timeZones.day(of: $0, in: calendar) } ?? opened)
    if let fulfilled = project.duties[duty.name]?.fulfilledThrough {
      start = start.flatMap { max($0, fulfilled.adding(days: 1) ?? $0) }
    }
    let last = visits.last
    return sequence(state: (start: start, left: Self.periods)) { state in
      while state.left > 0, let start = state.start, let end = period.end(of: start) {
        state = (end.adding(days: 1), state.left - 1)
        if let stage = visits.last(where: { $0.day <= end })?.stage, stages.contains(stage) {
          return (start: start, day: end)
        }
        // After its last move the project stays where it is.
        if let last, end >= last.day, !stages.contains(last.stage) { return nil }
      }
      return nil
    }
  }

  private func owed(_ duty: Duty, _ occasion: DutyOccasion, from day: CivilDate) -> Owed? {
    deadline(duty, occasion, from: day).map { deadline in
      Owed(
        duty: duty, occasion: occasion, deadline: deadline,
        isLate: deadline.isOver(now, today: today))
    }
  }

  /// nil: the calendar has no such day.
  private func deadline(_ duty: Duty, _ occasion: DutyOccasion, from day: CivilDate) -> Deadline? {
    switch (duty.within, occasion) {
    case (.term(let term), _): return calendar.end(of: term, from: day).map { .day($0) }
    case (.hours(let hours), .arisen(let time)):
      return deadline(hours, after: time)
    case (.hours(let hours), .period(let end)):
      return end.adding(days: 1).flatMap {
        deadline(hours, after: timeZones.start(of: $0, in: calendar))
      }
    }
  }

  private func deadline(_ hours: Int, after time: Timestamp) -> Deadline? {
    guard let end = try? time.adding(TimeSpan(nanoseconds: Int64(hours) * 3_600_000_000_000))
    else { return nil }
    return .time(end, on: timeZones.day(of: end, in: calendar))
  }
}

extension TimeZoneRules {
  /// The second at which a day begins in the zone of a calendar: the first that has its date. Where clocks leap over
  /// midnight, the first after the leap; where they strike it twice, the first stroke.
  func start(of day: CivilDate, in calendar: WorkingCalendar) -> Timestamp {
    let midnight = Timestamp(day)
    func isBefore(_ seconds: Int64) -> Bool {
      guard let time = Timestamp(seconds: seconds) else { return seconds < midnight.seconds }
      return self.day(of: time, in: calendar) < day
    }
    let guess = midnight.seconds - Int64(offset(calendar.zone, at: midnight) ?? 0)
    if isBefore(guess - 1), !isBefore(guess) { return Timestamp(seconds: guess) ?? midnight }
    // No zone is more than a day off.
    var (before, after) = (midnight.seconds - 200_000, midnight.seconds + 200_000)
    while after - before > 1 {
      let middle = before + (after - before) / 2
      if isBefore(middle) { before = middle } else { after = middle }
    }
    return Timestamp(seconds: after) ?? midnight
  }
}
