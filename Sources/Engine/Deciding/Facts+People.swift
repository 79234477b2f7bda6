import CEL
import Diagnostics

extension Facts {
  /// The date in the zone of a calendar at the time of the command.
  func today(_ calendar: WorkingCalendar, _ envelope: Envelope) -> CivilDate {
    timeZones.day(of: envelope.at, in: calendar)
  }

  /// The person who acts, if they may act at all.
  func requireActor(_ envelope: Envelope, on today: CivilDate) throws(Refusal) -> Person {
    guard case .person(let id, let authentication) = envelope.actor else {
      throw Refusal(
        .notAllowed, Bilingual("a machine does not decide", zh: "机器不作决定"))
    }
    guard let person = directory[id] else { throw .unknownPerson(id, directory) }
    if case .actingAs = authentication, !allowsActingAs {
      throw .actingAsForbidden
    }
    guard person.isActive(on: today) else {
      throw Refusal(
        .inactivePerson,
        Bilingual("`\(person.id)` has left the company", zh: "`\(person.id)` 已离职"))
    }
    return person
  }

  /// Somebody who is named in a command, and must be there and active.
  func requirePerson(_ id: PersonID, on today: CivilDate) throws(Refusal) {
    guard let person = directory[id] else { throw .unknownPerson(id, directory) }
    guard person.isActive(on: today) else {
      throw Refusal(
        .inactivePerson, Bilingual("`\(id)` has left the company", zh: "`\(id)` 已离职"))
    }
  }

  func requireAdministrator(_ person: Person, on today: CivilDate) throws(Refusal) {
    guard person.holds(Role.administrator, on: today) else {
      throw Refusal(
        .notAdministrator,
        Bilingual("only an administrator may do that", zh: "只有管理员可以这样做"),
        whoCould: directory.holders(of: Role.administrator, on: today))
    }
  }

  /// Whether another human than this one is an administrator.
  func hasOtherAdministrator(than person: PersonID, on today: CivilDate) -> Bool {
    directory.holders(of: Role.administrator, on: today).contains {
      directory.human($0) != directory.human(person)
    }
  }

  /// Four-eyes for administrators: nobody changes their own entry or appoints themselves once another could do it.
  func requireOther(_ id: PersonID, than actor: Person, on today: CivilDate) throws(Refusal) {
    guard directory.human(id) == directory.human(actor.id),
      hasOtherAdministrator(than: actor.id, on: today)
    else { return }
    throw Refusal(
      .notAllowed,
      Bilingual(
        "nobody changes their own roles or entry; another administrator must do it",
        zh: "任何人不得变更自己的角色或条目；须由另一位管理员办理"),
      whoCould: directory.holders(of: Role.administrator, on: today).filter {
        directory.human($0) != directory.human(actor.id)
      })
  }
}

extension TimeZoneRules {
  /// The date of a time where a calendar is at home. An unknown zone is UTC; a checked policy has none.
  func day(of time: Timestamp, in calendar: WorkingCalendar) -> CivilDate {
    let time = civilTime(time, zone: calendar.zone) ?? CivilTime(time, offset: 0)
    // A timestamp lies within the years of a date, but for an offset at either end of them.
    return CivilDate(year: time.year, month: time.month, day: time.day)
      ?? CivilDate(daysSinceEpoch: 0)!
  }
}

extension Refusal {
  public static var actingAsForbidden: Refusal {
    Refusal(
      .actingAsForbidden,
      Bilingual("this workspace does not allow acting as somebody else", zh: "本工作区不允许代用他人身份"),
      help: Bilingual(
        "sign in with your own account; only `init --trial` makes a workspace for trying things out",
        zh: "请用自己的账号登录；只有 `init --trial` 建立的试用工作区允许"))
  }

  public static func unknownPerson(_ id: PersonID, _ directory: Directory) -> Refusal {
    Refusal(
      .unknownPerson,
      Bilingual("nobody in the directory is called `\(id)`", zh: "通讯录中没有 `\(id)`"),
      help: didYouMean(id.text, among: directory.people.keys.map(\.text).sorted()))
  }
}
