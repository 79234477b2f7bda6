import CEL
import Diagnostics

/// What follows an approval: conditions that must be met, and overrides that must be looked at again.
extension Deciding {
  func condition(_ id: ConditionID, _ answer: ConditionAnswer) throws(Refusal) -> Decision<Project>
  {
    guard let condition = project.conditions.first(where: { $0.id == id }) else {
      throw Refusal(
        .unknownCondition,
        Bilingual("there is no open condition `\(id)`", zh: "没有未完成的条件 `\(id)`"),
        help: didYouMean(id.text, among: project.conditions.map(\.id.text)))
    }
    var draft = draft
    switch answer {
    case .report(let comment):
      try require(condition.terms.owner, Bilingual("reporting a condition", zh: "报告条件已满足"))
      guard !comment.isEmpty else { throw .commentRequired }
      guard condition.state != .reported else {
        throw Refusal(
          .nothingChanged, Bilingual("`\(id)` has been reported", zh: "`\(id)` 已报告"))
      }
      draft.record(.conditionReported(id, comment: comment))
    case .settle(let isMet, let comment):
      try requireSetter(of: condition)
      guard isMet || !comment.isEmpty else { throw .commentRequired }
      draft.record(.conditionSettled(id, isMet: isMet, comment: comment))
    case .extend(let day, let comment):
      try requireSetter(of: condition)
      guard day > condition.due, day >= today(rulebook) else {
        throw Refusal(
          .invalidValue,
          Bilingual(
            "`\(id)` is due on \(condition.due); extend it to a later day",
            zh: "`\(id)` 的期限为 \(condition.due)；只能延至更晚的日期"))
      }
      draft.record(.conditionExtended(id, to: day, comment: comment))
    }
    return draft.decision
  }

  /// Whoever set the condition, or who took over from them; never the one who has to meet it.
  private func requireSetter(of condition: Condition) throws(Refusal) {
    let setter = facts.directory.successor(of: condition.by, on: today(rulebook)) ?? condition.by
    guard facts.directory.human(condition.terms.owner) != facts.directory.human(actor) else {
      throw Refusal(
        .selfApproval,
        Bilingual(
          "you have to meet `\(condition.id)`; somebody else says whether it is met",
          zh: "`\(condition.id)` 由你负责满足；须由他人确认"), whoCould: [setter])
    }
    try require(setter, Bilingual("deciding on a condition", zh: "确认条件"))
  }

  private func require(_ person: PersonID, _ what: Bilingual) throws(Refusal) {
    guard facts.directory.human(person) == facts.directory.human(actor) else {
      throw Refusal(
        .notAllowed,
        Bilingual("\(what.en) is for `\(person)`", zh: "\(what.zh)须由 `\(person)` 进行"),
        whoCould: [person])
    }
  }

  /// Refuses an action while a condition of an approval stops it.
  func requireNoOpenCondition(_ action: Action) throws(Refusal) {
    let open = project.conditions.filter { $0.terms.blocks == action.name }
    guard !open.isEmpty else { return }
    throw Refusal(
      .conditionOpen,
      Bilingual(
        "`\(action.name)` waits for what an approval demanded",
        zh: "`\(action.name)` 须待审批所附条件满足"),
      details: open.map { condition in
        Bilingual(
          "\(condition.id): \(condition.terms.criterion) (`\(condition.terms.owner)`, by \(condition.due))",
          zh:
            "\(condition.id)：\(condition.terms.criterion)（`\(condition.terms.owner)`，\(condition.due) 前）"
        )
      },
      help: Bilingual(
        "its owner reports it, whoever set it confirms: tollgate condition report \(open[0].id) -m …",
        zh: "由负责人报告，由附条件人确认：tollgate condition report \(open[0].id) -m …"),
      whoCould: Set(open.map(\.terms.owner)).sorted())
  }

  /// Looks again at what was let pass by override; not by those who let it pass.
  func review(_ id: RequestID, _ comment: String) throws(Refusal) -> Decision<Project> {
    guard let review = project.reviews[id] else {
      throw Refusal(
        .notPending,
        Bilingual("`\(id)` awaits no review", zh: "`\(id)` 没有待复核的特批"))
    }
    guard let rule = rulebook.policy.override else {
      throw Refusal(.notAllowed, Bilingual("the policy knows no override", zh: "制度未规定特批"))
    }
    try requireRole(rule.by, rulebook, to: Bilingual("reviewing an override", zh: "复核特批"))
    guard !review.humans.contains(facts.directory.human(actor)) else {
      throw Refusal(
        .selfApproval,
        Bilingual(
          "you let `\(id)` pass; somebody else reviews it", zh: "`\(id)` 由你特批；须由他人复核"),
        whoCould: holders(of: rule.by, rulebook).filter {
          !review.humans.contains(facts.directory.human($0))
        })
    }
    guard !comment.isEmpty else { throw .commentRequired }
    var draft = draft
    draft.record(.reviewed(id, comment: comment))
    return draft.decision
  }
}
