import CEL
import Diagnostics

/// 特批: two people let a request pass without the signatures that the policy asks for.
extension SignOff {
  /// The first asks for it, a second person confirms. Never looks like a signature.
  func override(_ binding: Request.Binding, reason: String) throws(Refusal) -> [RequestEvent] {
    try requireCurrent(binding)
    guard let rule = terms.override else {
      throw Refusal(
        .notAllowed,
        Bilingual("the policy knows no override", zh: "制度未规定特批"),
        help: Bilingual(
          "the policy's `override:` says who may", zh: "由制度的 `override:` 规定何人可以特批"))
    }
    let actor = try actor()
    let human = try human()
    let holders = rule.by.flatMap { role in
      population.holders(of: terms.workflow?.authority(role) ?? .companyRole(role)).map(\.0)
    }
    let could = holders.filter { directory.human($0) != directory.human(request.submitter) }
    guard human != directory.human(request.submitter) else {
      throw .selfApproval(request, whoCould: could)
    }
    guard holders.contains(actor) else {
      throw Refusal(
        .notAllowed,
        Bilingual(
          "an override is for \(rule.by.map(\.text).joined(separator: ", "))",
          zh: "特批须由 \(rule.by.map(\.text).joined(separator: "、")) 进行"), whoCould: could)
    }
    guard !reason.allSatisfy(\.isWhitespace) else { throw .commentRequired }
    // Whoever asked for it and is not allowed to any more counts no more.
    if let first = request.override,
      holders.contains(where: {
        directory.human($0) == first.human && directory[$0]?.isActive(on: population.today) == true
      })
    {
      guard first.human != human else {
        throw Refusal(
          .alreadySigned,
          Bilingual("a second person must confirm it", zh: "须由另一人确认"),
          whoCould: could.filter { directory.human($0) != human })
      }
      return [
        .overridden(request: request.id, by: first, confirmedBy: actor, comment: reason)
      ]
    }
    guard let review = terms.calendar.end(of: rule.review, from: population.today) else {
      throw Refusal(
        .ruleError, Bilingual("the day of the review cannot be computed", zh: "无法计算复核日期"))
    }
    return [
      .overrideRequested(
        request: request.id,
        override: Override(by: actor, human: human, reason: reason, reviewOn: review))
    ]
  }
}
