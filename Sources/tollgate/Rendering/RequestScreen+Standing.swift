import Diagnostics
import Engine

extension RequestView {
  /// The policy's word on which way each field is worse, for the request's action.
  var reapproval: [FieldName: Worsening] {
    action.map { rulebook.rules(of: $0.name).reapproval } ?? [:]
  }

  /// How the approvals of earlier rounds stand, one sentence each; those that count stand with the signatures.
  var standings: [String] {
    request.standings(reapproval).compactMap { approval, standing in
      guard let sentence = sentence(standing, of: approval) else { return nil }
      return title(of: approval.step) + " " + glossary.person(approval.signature.person)
        + Mark.comma + glossary.time(approval.signature.at) + Mark.colon + sentence
    }
  }

  /// Those that the present content has outgrown: who agreed to what, and what it is now.
  var outgrown: [String] {
    request.standings(reapproval).compactMap { approval, standing in
      guard case .outgrown(let fields) = standing else { return nil }
      return title(of: approval.step) + " " + glossary.person(approval.signature.person)
        + Mark.colon + worsening(fields, since: approval)
    }
  }

  private func sentence(_ standing: Request.Standing, of approval: EarlierApproval) -> String? {
    switch standing {
    case .counts, .superseded: nil
    case .covers:
      say("covers this too; it counts when the step is asked", "仍覆盖现有内容，轮到该步骤时有效")
    case .outgrown(let fields):
      say("does not count, ", "不再有效，") + worsening(fields, since: approval)
    case .reopened:
      say("does not count, a return opened the question anew", "不再有效，退回后须重新审批")
    case .gone: say("does not count, the step is no longer asked", "不再有效，该步骤已不在审批链中")
    }
  }

  /// `agreed to Budget 100,000.00, now 126,000.00`
  private func worsening(_ fields: [FieldName], since approval: EarlierApproval) -> String {
    let form = action?.form.flatMap { rulebook.workflow[form: $0] }
    func text(_ value: FieldValue?, _ field: FieldName) -> String {
      value.map { glossary.value($0, as: form?[field]?.type) } ?? say("nothing", "空")
    }
    return list(
      fields.map { field in
        let (old, new) = (
          text(approval.content[field], field), text(request.content[field], field)
        )
        let title = form?[field]?.title.spoken ?? field.text
        return say("agreed to \(title) \(old), now \(new)", "曾同意\(title) \(old)，现为 \(new)")
      })
  }

  private func title(of step: StepName) -> String {
    request.route.steps.first { $0.name == step }?.title.spoken ?? step.text
  }

  /// How each vote stands: `Board: 2 for, 1 against, 2 open; 3 needed`.
  var tallies: [String] {
    request.route.steps.indices.compactMap { step in
      guard let tally = request.tally(step) else { return nil }
      return request.route.steps[step].title.spoken + Mark.colon
        + say(
          "\(tally.inFavour) for, \(tally.against) against, \(tally.open) open; \(tally.majority) needed",
          "赞成 \(tally.inFavour)，反对 \(tally.against)，未投 \(tally.open)；须 \(tally.majority)")
    }
  }
}

extension Screen {
  /// How votes stand, what became of earlier approvals, and an override that waits for a second person.
  mutating func standing(_ view: RequestView, _ glossary: Glossary) {
    for tally in view.tallies { paragraph(tally, indent: 2, hanging: 2) }
    if let override = view.request.override {
      paragraph(
        override.confirmedBy.map {
          say(
            "let pass by override: asked for by \(glossary.person(override.by)), confirmed by \(glossary.person($0)), review by \(override.reviewOn)",
            "已特批：\(glossary.person(override.by))申请，\(glossary.person($0))确认，\(override.reviewOn) 前复核"
          )
        }
          ?? say(
            "override asked for by \(glossary.person(override.by)), review by \(override.reviewOn)",
            "\(glossary.person(override.by))申请特批，\(override.reviewOn) 前复核")
          + Mark.quoted(override.reason), indent: 2, hanging: 2)
    }
    let standings = view.standings
    guard !standings.isEmpty, view.request.status.isOpen else { return }
    heading(say("Earlier approvals", "先前的同意"))
    for standing in standings { paragraph(standing, indent: 2, hanging: 2) }
  }

  /// Questions and answers, who has looked, and who was informed.
  mutating func conversation(_ view: RequestView, _ glossary: Glossary) {
    let request = view.request
    if !request.questions.isEmpty {
      heading(say("Questions", "问答"))
      for question in request.questions {
        paragraph(
          say(
            "\(question.on)  \(glossary.person(question.by)) to \(glossary.person(question.to))",
            "\(question.on)  \(glossary.person(question.by))问\(glossary.person(question.to))")
            + Mark.quoted(question.text), indent: 2, hanging: 2)
        let answer =
          question.answer.map { "→ “\($0)”" }
          ?? (question.isClosed
            ? say("→ not needed any more", "→ 已无须答复") : say("→ not answered yet", "→ 尚未答复"))
        paragraph(answer, indent: 4, hanging: 2)
      }
    }
    guard !request.seen.isEmpty || !request.copied.isEmpty else { return }
    line()
    if !request.seen.isEmpty {
      paragraph(say("seen by ", "已阅：") + glossary.people(request.seen), hanging: 2)
    }
    if !request.copied.isEmpty {
      paragraph(say("copied to ", "抄送：") + glossary.people(request.copied), hanging: 2)
    }
  }
}

extension RequestView {
  /// What was said about the request, for `--json`.
  var conversationJSON: [String: JSON] {
    [
      "questions": .array(
        request.questions.map { question in
          [
            "kind": .string(question.kind.rawValue), "step": .name(question.step),
            "by": .name(question.by), "to": .name(question.to), "text": .string(question.text),
            "on": .date(question.on), "answer": .text(question.answer),
            "closed": .bool(question.isClosed),
          ]
        }),
      "seen": .names(request.seen), "copied": .names(request.copied),
      "override": request.override.map { override in
        [
          "by": .name(override.by), "reason": .string(override.reason),
          "review_on": .date(override.reviewOn),
          "confirmed_by": .name(override.confirmedBy),
        ]
      } ?? .null,
      "votes": .array(
        request.route.steps.indices.compactMap { step in
          request.tally(step).map { tally in
            [
              "step": .name(request.route.steps[step].name), "for": .count(tally.inFavour),
              "against": .count(tally.against), "open": .count(tally.open),
              "needed": .count(tally.majority),
            ]
          }
        }),
      "earlier": .array(
        request.standings(reapproval).map { approval, standing in
          var members: [String: JSON] = [
            "step": .name(approval.step), "signature": approval.signature.json,
            "standing": .string(standing.code),
          ]
          if case .outgrown(let fields) = standing { members["fields"] = .names(fields) }
          return .object(members)
        }),
    ]
  }
}

extension Request.Standing {
  var code: String {
    switch self {
    case .counts: "counts"
    case .covers: "covers"
    case .outgrown: "outgrown"
    case .reopened: "reopened"
    case .gone: "gone"
    case .superseded: "superseded"
    }
  }
}
