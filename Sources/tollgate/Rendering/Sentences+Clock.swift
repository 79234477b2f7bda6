import Engine

/// What happened by itself, in a sentence: conclusions of the machine, and what came of a deadline.
extension Sentences {
  func conclusion(_ verdict: MachineVerdict) -> String {
    switch verdict {
    case .repeats(let earlier, let human):
      say(
        "merged, \(glossary.person(human)) signed `\(earlier)`",
        "合并，\(glossary.person(human))已签署 `\(earlier)`")
    case .covered(let signature):
      say(
        "is still covered by what \(glossary.person(signature.person)) agreed to",
        "仍在\(glossary.person(signature.person))先前同意的范围内")
    case .timedOut: say("passed by itself, nobody signed in time", "超期自动通过，期限内无人签署")
    }
  }

  func late(_ id: RequestID, _ step: Int, _ lateness: Lateness) -> String {
    let step = name(step, id)
    return switch lateness {
    case .reminded:
      say("\(id): \(step) is late, its signers are reminded", "\(id)：\(step) 已超期，提醒审批人")
    case .escalated(let authority):
      say(
        "\(id): \(step) is late, \(glossary.authority(authority)) may sign too",
        "\(id)：\(step) 已超期，\(glossary.authority(authority))亦可签署")
    case .returned: say("\(id): \(step) is late, back to its submitter", "\(id)：\(step) 已超期，退回提交人")
    case .lapsed: say("\(id): \(step) is late, the request is over", "\(id)：\(step) 已超期，申请终止")
    case .passed: say("\(id): \(step) is late and passes", "\(id)：\(step) 已超期，自动通过")
    }
  }
}
