import CEL
import Diagnostics

/// What is told about overrides that are looked at again, and about people who are away.
extension TellingWords {
  func reviewDue(_ id: RequestID, on day: CivilDate) -> Bilingual {
    Bilingual(
      "\(id) was let pass without the signatures of the policy; review it by \(day)",
      zh: "\(id) 已特批放行，请于 \(day) 前复核"
    )
  }

  func reviewed(_ id: RequestID) -> Bilingual {
    did("has reviewed the override of \(id)", "已复核 \(id) 的特批")
  }

  func standInEnd(_ standIn: StandIn, on day: CivilDate, _ end: StandIn.End) -> Bilingual {
    let (principal, deputy) = (person(standIn.principal), person(standIn.deputy))
    let reason: Bilingual =
      switch end {
      case .revoked: did("ended it", "予以终止")
      case .declined: did("does not do it any more", "不再担任")
      case .lapsed: Bilingual("its days are past", zh: "期限已满")
      case .left: Bilingual("one of the two has left the company", zh: "其中一人已离职")
      }
    return Bilingual(
      "from \(day) on \(deputy.en) acts for \(principal.en) no longer",
      zh: "自 \(day) 起\(deputy.zh)不再代理\(principal.zh)"
    ).and(reason)
  }

  func absence(of id: PersonID, _ absence: Absence) -> Bilingual {
    let name = person(id)
    return Bilingual(
      "\(name.en) is away from \(absence.from) and back on \(absence.until)",
      zh: "\(name.zh)自 \(absence.from) 起缺席，\(absence.until) 返回"
    ).quoting(absence.reason)
  }

  func comingBack(_ id: PersonID, from: CivilDate, on day: CivilDate) -> Bilingual {
    let name = person(id)
    return Bilingual(
      "\(name.en), who is away from \(from), is back on \(day) already",
      zh: "\(name.zh)（\(from) 起缺席）提前于 \(day) 返回")
  }
}
