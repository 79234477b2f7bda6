import CEL
import Diagnostics

/// Stand-ins: who acts when somebody cannot.
extension WorkspaceDeciding {
  /// More would be no arrangement but a way to lend a signature to everybody.
  private static var standInsPerPerson: Int { 20 }

  /// Records which stand-ins are over, so that no clock set back revives them.
  ///
  /// The clock does the same; but a change of the directory must not wait for it.
  mutating func endStandInsThatAreOver() {
    for event in workspace.standInsThatAreOver(on: today) { draft.record(event) }
  }

  mutating func delegate(_ delegation: Delegation) throws(Refusal) {
    let principal = delegation.principal
    let deputy = delegation.deputy
    try facts.requirePerson(principal, on: today)
    try facts.requirePerson(deputy, on: today)
    let isOwn = isActor(principal)
    if !isOwn { try requireArranger(delegation) }
    let from = try notPast(delegation.from)
    try requireDays(from, before: delegation.until)
    try facts.requirePerson(principal, on: from)
    try facts.requirePerson(deputy, on: from)
    guard workspace.directory.human(principal) != workspace.directory.human(deputy) else {
      throw Refusal(
        .notAllowed,
        Bilingual("nobody stands in for themselves", zh: "任何人不得代理自己"),
        help: Bilingual("name another person", zh: "请指定他人"))
    }
    if let cap = delegation.cap, cap.sign <= 0 {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "the largest amount must be above zero, not \(cap)", zh: "代理金额上限须大于零，而非 \(cap)"))
    }
    let standIn = StandIn(
      id: StandInID("S-\(workspace.directory.standInsMade + 1)"), principal: principal,
      deputy: deputy, from: from, until: delegation.until, extent: delegation.extent,
      cap: delegation.cap, reason: delegation.reason, arrangedBy: isOwn ? nil : actor.id)
    try requireOneHop(standIn)
    draft.record(.delegated(standIn: standIn))
  }

  /// An administrator may arrange a stand-in for somebody absent: with a reason, and never in their own favour.
  private func requireArranger(_ delegation: Delegation) throws(Refusal) {
    guard actor.holds(Role.administrator, on: today) else {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "only `\(delegation.principal)` or an administrator names who stands in for `\(delegation.principal)`",
          zh: "只有 `\(delegation.principal)` 本人或管理员可为其指定代理人"),
        whoCould: orAdministrators([delegation.principal]))
    }
    try facts.requireOther(delegation.deputy, than: actor, on: today)
    guard !delegation.reason.allSatisfy(\.isWhitespace) else {
      throw Refusal(
        .commentRequired,
        Bilingual("arranging a stand-in for somebody else needs a reason", zh: "为他人安排代理须说明理由"),
        help: Bilingual("give one with `-m`", zh: "请用 `-m` 说明"))
    }
  }

  // INVARIANT (one hop): on no day and in no matter does a deputy have a deputy of their own, whichever entries of one
  // human are meant. A circle would be two of them.
  private func requireOneHop(_ new: StandIn) throws(Refusal) {
    let directory = workspace.directory
    let principal = directory.human(new.principal)
    let deputy = directory.human(new.deputy)
    guard
      directory.standIns.count(where: { $0.principal == new.principal }) < Self.standInsPerPerson
    else {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "`\(new.principal)` has \(Self.standInsPerPerson) stand-ins already",
          zh: "`\(new.principal)` 已有 \(Self.standInsPerPerson) 个代理"))
    }
    for other in directory.standIns where other.overlaps(new) {
      let end = Bilingual(
        "choose other days or another person, or end it: tollgate people delegate --end \(other.id)",
        zh: "请改日期或人选，或先结束它：tollgate people delegate --end \(other.id)")
      switch (directory.human(other.principal), directory.human(other.deputy)) {
      case (deputy, principal):
        throw Refusal(
          .notAllowed,
          Bilingual(
            "`\(new.principal)` stands in for `\(new.deputy)` on some of these days (\(other.id)): that would be a circle",
            zh: "`\(new.principal)` 在其中某些日子代理 `\(new.deputy)`（\(other.id)），将形成循环代理"), help: end)
      case (deputy, _):
        throw Refusal(
          .notAllowed,
          Bilingual(
            "`\(other.deputy)` stands in for `\(new.deputy)` on some of these days (\(other.id)), and nobody stands in for a stand-in",
            zh: "`\(new.deputy)` 在其中某些日子由 `\(other.deputy)` 代理（\(other.id)），代理人不得再被代理"), help: end)
      case (_, principal):
        throw Refusal(
          .notAllowed,
          Bilingual(
            "`\(new.principal)` stands in for `\(other.principal)` on some of these days (\(other.id)), and a stand-in names no other",
            zh: "`\(new.principal)` 在其中某些日子代理 `\(other.principal)`（\(other.id)），代理人不得转代理"),
          help: end)
      case (principal, deputy)
      where (other.from, other.until, other.extent, other.cap)
        == (new.from, new.until, new.extent, new.cap):
        throw Refusal(
          .nothingChanged, Bilingual("\(other.id) says exactly this", zh: "\(other.id) 已与此一致"))
      default: break
      }
    }
  }

  mutating func endStandIn(_ id: StandInID) throws(Refusal) {
    guard let standIn = workspace.directory.standIn(id) else {
      let wasThere = (1...max(1, workspace.directory.standInsMade)).contains {
        id.text == "S-\($0)"
      }
      throw Refusal(
        wasThere ? .nothingChanged : .unknownStandIn,
        wasThere
          ? Bilingual("the stand-in `\(id)` is over already", zh: "代理 `\(id)` 早已结束")
          : Bilingual("there is no stand-in `\(id)`", zh: "没有代理 `\(id)`"),
        help: Bilingual(
          "`tollgate people show PERSON` lists them", zh: "`tollgate people show 人员` 可查看"))
    }
    let because: StandIn.End
    if isActor(standIn.principal) {
      because = .revoked
    } else if isActor(standIn.deputy) {
      because = .declined
    } else if actor.holds(Role.administrator, on: today) {
      because = .revoked
    } else {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "`\(id)` is ended by `\(standIn.principal)`, by `\(standIn.deputy)` or by an administrator",
          zh: "`\(id)` 只能由 `\(standIn.principal)`、`\(standIn.deputy)` 或管理员结束"),
        whoCould: orAdministrators([standIn.principal, standIn.deputy]))
    }
    draft.record(.standInEnded(standIn: standIn, on: today, because: because))
  }
}

extension Workspace {
  /// The ends of stand-ins whose days are past by a day, or of which one side has left.
  func standInsThatAreOver(on day: CivilDate) -> [WorkspaceEvent] {
    directory.standIns.compactMap { standIn in
      let areHere = [standIn.principal, standIn.deputy].allSatisfy {
        directory[$0]?.isActive(on: day) == true
      }
      if standIn.until <= day {
        return .standInEnded(standIn: standIn, on: standIn.until, because: .lapsed)
      }
      return areHere ? nil : .standInEnded(standIn: standIn, on: day, because: .left)
    }
  }
}
