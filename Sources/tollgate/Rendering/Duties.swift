import Diagnostics
import Engine

extension Glossary {
  func duty(_ name: DutyName) -> String {
    rulebook?.workflow[duty: name]?.title.spoken ?? name.text
  }

  /// The period that something was owed for; nothing for what arose.
  func period(_ occasion: DutyOccasion) -> String {
    switch occasion {
    case .period(let end): Mark.aside(say("period through \(end)", "截至 \(end) 的一期"))
    case .arisen: ""
    }
  }

  /// `Monthly report (period through 2026-08-31), overdue since 2026-09-07`
  func owed(_ owed: Owed) -> String {
    let deadline =
      switch owed.deadline {
      case .day(let day): day.description
      case .time(let time, _): self.time(time)
      }
    let state =
      if owed.isFiled {
        say("filed, waits for signatures", "已提交，待审批")
      } else if owed.isOverdue {
        say("overdue since \(deadline)", "已逾期（期限 \(deadline)）")
      } else {
        say("due \(deadline)", "期限 \(deadline)")
      }
    return owed.duty.title.spoken + period(owed.occasion) + Mark.comma + state
  }
}

extension Screen {
  /// What a project owes: what is overdue, and what will be due.
  mutating func duties(_ duties: [Outlook.Owing], _ glossary: Glossary) {
    let owing = duties.filter { !$0.owed.isEmpty }
    guard !owing.isEmpty else { return }
    heading(say("Duties", "义务"))
    for duty in owing {
      for owed in duty.owed {
        paragraph(
          (owed.isOverdue ? "! " : "") + glossary.owed(owed) + Mark.semicolon
            + glossary.people(duty.people), indent: 2, hanging: 2)
      }
    }
  }
}

extension Owed {
  var json: JSON {
    var members: [String: JSON] = [
      "duty": .name(duty.name), "action": .name(duty.action), "due": .date(deadline.day),
      "overdue": .bool(isOverdue), "filed": .bool(isFiled), "stops": .names(duty.stops),
    ]
    switch occasion {
    case .period(let end): members["through"] = .date(end)
    case .arisen(let time): members["since"] = .time(time)
    }
    if case .time(let time, _) = deadline { members["due_at"] = .time(time) }
    return .object(members)
  }
}
