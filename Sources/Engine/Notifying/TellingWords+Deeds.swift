import Diagnostics

extension TellingWords {
  /// nil: it says nothing that people have to know, and another event of the same command does.
  func deed(_ event: RequestEvent) -> Bilingual? {
    switch event {
    case .submitted(_, _, _, let reason, _, _, _):
      return did("submitted it", "提交").quoting(reason)
    case .resubmitted(_, _, let reason, _, _):
      return did("resubmitted it", "重新提交").quoting(reason)
    case .signed(let id, let step, _, let signature):
      let step = title(step, of: id)
      return did("approved step “\(step.en)”", "同意步骤“\(step.zh)”").quoting(signature.comment)
    case .opposed(let id, let step, _, let signature):
      let step = title(step, of: id)
      return did("voted against at step “\(step.en)”", "在步骤“\(step.zh)”投反对票")
        .quoting(signature.comment)
    case .rejected(let id, let step, let comment, _):
      let step = title(step, of: id)
      return did("rejected it at step “\(step.en)”", "在步骤“\(step.zh)”拒绝").quoting(comment)
    case .returned(let id, _, let target, _, let comment, _):
      guard let target else {
        return did("returned it to its submitter", "退回给提交人").quoting(comment)
      }
      let step = title(target, of: id)
      return did("returned it to step “\(step.en)”", "退回到步骤“\(step.zh)”").quoting(comment)
    case .withdrawn(_, let comment): return did("withdrew it", "撤回").quoting(comment)
    case .takenBack(let id, let step, _):
      let step = title(step, of: id)
      return did("took the signature at step “\(step.en)” back", "拿回在步骤“\(step.zh)”的签署")
    case .late(let id, let step, _):
      let step = title(step, of: id)
      return Bilingual(
        "the deadline of step “\(step.en)” has passed", zh: "步骤“\(step.zh)”已逾期")
    case .expired(let id, let step, _):
      let step = title(step, of: id)
      return Bilingual(
        "the approval of step “\(step.en)” was given too long ago to count",
        zh: "步骤“\(step.zh)”的同意已超过有效期")
    case .lapsed(_, .projectEnded):
      return Bilingual("the project came to its end before it was decided", zh: "项目已结束，申请未及决定")
    case .lapsed(_, .timePassed):
      return Bilingual("nobody decided in the time that the policy gives", zh: "在制度规定的时限内无人决定")
    case .migrated: return did("put it under a new version of the policy", "将其改用制度的新版本")
    case .transferred, .claimed, .released, .signerAdded, .signerRemoved, .questioned, .answered,
      .reminded, .overrideRequested, .overridden, .copied:
      return errand(event)
    case .asked, .concluded, .outvoted, .approved, .seen: return nil
    }
  }

  /// What signers do around a signature.
  private func errand(_ event: RequestEvent) -> Bilingual? {
    switch event {
    case .transferred(let id, let step, _, let holder, let comment):
      let (step, other) = (title(step, of: id), person(holder.person))
      return did(
        "handed step “\(step.en)” over to \(other.en)", "将步骤“\(step.zh)”转交给\(other.zh)"
      ).quoting(comment)
    case .claimed(let id, let step, _, _):
      let step = title(step, of: id)
      return did("claimed step “\(step.en)”", "认领步骤“\(step.zh)”")
    case .released(let id, let step, _):
      let step = title(step, of: id)
      return did("released step “\(step.en)”", "释放步骤“\(step.zh)”")
    case .signerAdded(let id, let step, _, let comment):
      let step = title(step, of: id)
      return did("added a signer to step “\(step.en)”", "为步骤“\(step.zh)”加签").quoting(comment)
    case .signerRemoved(let id, let step, _):
      let step = title(step, of: id)
      return did("took an added signer off step “\(step.en)”", "对步骤“\(step.zh)”减签")
    case .questioned(_, _, let question, _):
      switch question.kind {
      case .information: return did("asks", "请补充").quoting(question.text)
      case .advice: return did("asks for advice", "征求意见").quoting(question.text)
      }
    case .answered(_, _, let answer, _, _): return did("answered", "答复").quoting(answer)
    case .reminded(_, let comment): return did("asks not to forget it", "催办").quoting(comment)
    case .copied: return did("sent you a copy", "抄送给你")
    case .overrideRequested(_, let override):
      return did("asks to let it pass without the signatures of the policy", "请求特批")
        .quoting(override.reason)
    case .overridden(_, let first, _, let comment):
      let first = person(first.by)
      return Bilingual(
        "\(first.en) and \(actor.en) let it pass without the signatures of the policy",
        zh: "\(first.zh)与\(actor.zh)予以特批"
      ).quoting(comment)
    default: return nil
    }
  }

  /// What the actor did.
  func did(_ english: String, _ chinese: String) -> Bilingual {
    Bilingual("\(actor.en) \(english)", zh: "\(actor.zh)\(chinese)")
  }
}
