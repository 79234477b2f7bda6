import CEL
import Diagnostics

/// Duties: what stops because of them, what fulfils them, and when the clock tells that they are overdue.
extension Deciding {
  /// Under the rules in force now: what a project owes does not wait for its requests.
  var ledger: DutyLedger { ledger(rulebook) }

  func ledger(_ rulebook: Rulebook) -> DutyLedger {
    DutyLedger(
      workflow: rulebook.workflow, calendar: rulebook.policy.calendar, project: project,
      inForce: facts.duties, timeZones: facts.timeZones, now: envelope.at)
  }

  /// Refuses an action while something is overdue that stops it.
  func requireDutiesDone(_ action: Action) throws(Refusal) {
    let ledger = ledger
    for duty in rulebook.workflow.duties where duty.stops.contains(action.name) {
      let overdue = ledger.overdue(duty)
      guard let first = overdue.first else { continue }
      throw Refusal(
        .dutyOverdue,
        Bilingual(
          "`\(action.name)` waits: \(duty.title.en) is overdue (\(overdue.count))",
          zh: "`\(action.name)` 须等待：\(duty.title.zh)逾期未交（\(overdue.count)）"),
        details: overdue.map(\.sentence),
        help: Bilingual(
          "`\(duty.action)` fulfils it: tollgate submit \(project.id) \(duty.action) …",
          zh: "须先完成 `\(duty.action)`：tollgate submit \(project.id) \(duty.action) …"),
        whoCould: holders(of: first.duty.by, rulebook))
    }
  }

  /// What an action that takes effect means for duties: it fulfils the oldest that it is for, and others arise from it.
  func settleDuties(_ action: Action, in draft: inout ProjectDraft) {
    let ledger = ledger
    for duty in rulebook.workflow.duties {
      if duty.action == action.name, let oldest = ledger.owed(duty).first {
        draft.record(.dutyFulfilled(duty.name, oldest.occasion))
      }
      if case .after(action.name) = duty.recurrence { draft.record(.dutyArose(duty.name)) }
    }
  }

  /// What is overdue and nobody has been told yet; each is told once.
  func announceDuties(in draft: inout ProjectDraft) {
    for duty in rulebook.workflow.duties {
      let record = project.duties[duty.name]
      for owed in ledger.overdue(duty) {
        let isAnnounced: Bool
        switch owed.occasion {
        case .period(let end): isAnnounced = record?.announcedThrough.map { end <= $0 } ?? false
        case .arisen(let time):
          isAnnounced = record?.open.contains { $0.at == time && $0.isAnnounced } ?? false
        }
        if !isAnnounced {
          draft.record(.dutyOverdue(duty.name, owed.occasion, due: owed.deadline.day))
        }
      }
    }
  }
}
