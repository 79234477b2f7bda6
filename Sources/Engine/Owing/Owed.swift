import Diagnostics

/// One thing that is owed under a duty.
public struct Owed: Sendable {
  public let duty: Duty
  public let occasion: DutyOccasion
  public let deadline: Deadline
  let isLate: Bool
  /// Whether something filed for it waits for signatures.
  public internal(set) var isFiled = false

  init(duty: Duty, occasion: DutyOccasion, deadline: Deadline, isLate: Bool) {
    self.duty = duty
    self.occasion = occasion
    self.deadline = deadline
    self.isLate = isLate
  }

  public var isOverdue: Bool { isLate && !isFiled }
}

extension Owed {
  /// `for the period through 2026-08-31: due 2026-09-07`
  public var sentence: Bilingual {
    switch (occasion, deadline) {
    case (.period(let end), .day(let day)):
      Bilingual("for the period through \(end): due \(day)", zh: "截至 \(end) 的一期：期限 \(day)")
    case (.period(let end), .time(let time, _)):
      Bilingual("for the period through \(end): due \(time)", zh: "截至 \(end) 的一期：期限 \(time)")
    case (.arisen(let since), .day(let day)):
      Bilingual("since \(since): due \(day)", zh: "自 \(since) 起：期限 \(day)")
    case (.arisen(let since), .time(let time, _)):
      Bilingual("since \(since): due \(time)", zh: "自 \(since) 起：期限 \(time)")
    }
  }
}
