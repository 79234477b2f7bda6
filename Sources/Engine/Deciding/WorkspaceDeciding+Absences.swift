import CEL
import Diagnostics

/// Who is away, and who has taken over for good.
extension WorkspaceDeciding {
  /// More than a working life of them.
  private static var absencesPerPerson: Int { 500 }

  mutating func absent(_ id: PersonID, _ absence: Absence) throws(Refusal) {
    try requireSelfOrAdministrator(id)
    try facts.requirePerson(id, on: today)
    try requireDays(absence.from, before: absence.until)
    guard absence.until > today else {
      throw Refusal(
        .invalidValue,
        Bilingual(
          "these days have passed: \(absence.until) is the first day back",
          zh: "这些日子已过：\(absence.until) 为返岗首日"))
    }
    let others = workspace.directory[id]?.absences ?? []
    if let other = others.first(where: { $0.from < absence.until && absence.from < $0.until }) {
      throw Refusal(
        .nothingChanged,
        Bilingual(
          "`\(id)` is absent from \(other.from) until \(other.until) already",
          zh: "`\(id)` 自 \(other.from) 至 \(other.until) 缺席已有记录"),
        help: Bilingual(
          "end that one first: tollgate people back \(id) --from \(other.from)",
          zh: "请先结束该记录：tollgate people back \(id) --from \(other.from)"))
    }
    guard others.count < Self.absencesPerPerson else {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "`\(id)` has \(Self.absencesPerPerson) absences on record",
          zh: "`\(id)` 已有 \(Self.absencesPerPerson) 条缺席记录"))
    }
    draft.record(.absent(person: id, absence: absence))
  }

  mutating func comeBack(_ id: PersonID, from: CivilDate, on day: CivilDate?) throws(Refusal) {
    try requireSelfOrAdministrator(id)
    let day = try notPast(day)
    guard let absence = workspace.directory[id]?.absences.first(where: { $0.from == from }),
      day < absence.until
    else {
      throw Refusal(
        .nothingChanged,
        Bilingual(
          "no absence of `\(id)` that began on \(from) lasts until \(day)",
          zh: "`\(id)` 没有自 \(from) 起并持续至 \(day) 的缺席"),
        help: Bilingual(
          "`tollgate people show \(id)` lists them", zh: "`tollgate people show \(id)` 可查看"))
    }
    draft.record(.cameBack(person: id, from: from, on: max(day, from)))
  }

  private func requireSelfOrAdministrator(_ id: PersonID) throws(Refusal) {
    guard workspace.directory[id] != nil else { throw .unknownPerson(id, workspace.directory) }
    guard !isActor(id), !actor.holds(Role.administrator, on: today) else { return }
    throw Refusal(
      .notAllowed,
      Bilingual(
        "only `\(id)` or an administrator says when `\(id)` is away",
        zh: "只有 `\(id)` 本人或管理员可登记其缺席"),
      whoCould: orAdministrators([id]))
  }
}
