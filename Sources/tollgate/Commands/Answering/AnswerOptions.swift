import ArgumentParser
import Diagnostics
import Engine

/// What every decision on a request can be told: which request, a comment, and what the signer had seen.
struct AnswerOptions: ParsableArguments {
  @OptionGroup var addressed: Addressed
  @OptionGroup var viewing: Viewing
  @OptionGroup var sealing: SealOptions

  /// Gives an answer that is bound to what the signer saw.
  func give(
    _ writing: Writing, _ setting: Setting, question: String,
    _ answer: (Request.Binding) -> Engine.Answer
  ) throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let (request, stream) = try session.request(RequestID(addressed.request))
      try viewing.look(at: [request], session, writing, setting, question: question)
      let answer = answer(request.binding)
      try session.carryOut(
        .answer(request.id, answer), on: stream, writing, setting,
        seal: try sealing.seal(answer, to: request, in: session))
    }
  }

  var comment: String { viewing.comment }
}

/// How a signer says what they have seen: `--seen`, or the screen that a person is shown first, or the request as it
/// is at this moment.
struct Viewing: ParsableArguments {
  @Option(name: [.customShort("m"), .customLong("comment")], help: .init(say("A comment.", "意见。")))
  var comment = ""

  @Option(
    help: .init(
      say(
        "The digest that was shown (8 digits or more); refused if the request is another by now.",
        "所看到的内容摘要（至少 8 位）；申请如已变化则拒绝。"), valueName: "digest"))
  var seen: String?

  @Flag(help: .init(say("Do not ask.", "不再询问。")))
  var yes = false

  func validate() throws {
    if let seen, !(8...64).contains(seen.utf8.count) || !seen.utf8.allSatisfy(\.isHexadecimal) {
      throw ValidationError(
        say(
          "`--seen` takes 8 to 64 hexadecimal digits, as `tollgate show` prints them",
          "`--seen` 须为 8 至 64 位十六进制数字，见 `tollgate show`"))
    }
  }

  /// Refuses what has changed since it was seen; asks a person who sits before the terminal.
  func look(
    at requests: [Request], _ session: Session, _ writing: Writing, _ setting: Setting,
    question: String
  ) throws {
    if let seen {
      for request in requests where !request.contentDigest.description.hasPrefix(seen) {
        throw Refusal.notWhatWasSeen(request, seen)
      }
    } else if !yes, !writing.dryRun, !setting.json, Terminal.isInteractive {
      for request in requests { Terminal.print(try session.view(request.id).screen) }
      guard Terminal.confirm(question) else {
        throw Failure.system(Bilingual("nothing was done", zh: "未做任何操作"), help: nil)
      }
    }
  }
}

extension Refusal {
  fileprivate static func notWhatWasSeen(_ request: Request, _ seen: String) -> Refusal {
    Refusal(
      .staleView,
      Bilingual(
        "`\(request.id)` is no longer what you were shown", zh: "`\(request.id)` 已不是你所看到的内容"),
      details: [
        Bilingual(
          "you saw \(seen); it is now revision \(request.revision) (\(request.contentDigest.short))",
          zh: "你看到的是 \(seen)，现在是第 \(request.revision) 版（\(request.contentDigest.short)）")
      ],
      help: Bilingual(
        "look again: `tollgate show \(request.id)`", zh: "请重新查看：`tollgate show \(request.id)`"))
  }
}

extension UInt8 {
  fileprivate var isHexadecimal: Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }
}
