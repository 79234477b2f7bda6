import Diagnostics
import Engine

extension Screen {
  /// What waits for somebody beside signatures, each with the command that deals with it.
  mutating func errands(_ errands: Errands, _ glossary: Glossary) {
    for (view, question) in errands.questions {
      errand(
        view,
        say("a question from \(glossary.person(question.by))", "\(glossary.person(question.by))的提问")
          + Mark.quoted(question.text),
        ["tollgate reply \(view.request.id) -m …"])
    }
    for (view, because) in errands.returned {
      errand(
        view, say("came back to you", "已退回给你") + Mark.quoted(because),
        ["tollgate resubmit \(view.request.id) …", "tollgate withdraw \(view.request.id)"])
    }
    for (view, override) in errands.overrides {
      errand(
        view,
        say(
          "\(glossary.person(override.by)) asks to let it pass by override",
          "\(glossary.person(override.by))申请特批放行") + Mark.quoted(override.reason),
        ["tollgate override \(view.request.id) --seen \(view.request.contentDigest.short) -m …"])
    }
    for (project, condition) in errands.toMeet {
      matter(
        project, say("for you to meet: ", "由你满足：") + glossary.condition(condition),
        ["tollgate condition report \(condition.id) -m …"])
    }
    for (project, condition) in errands.toConfirm {
      matter(
        project, say("for you to decide: ", "由你确认：") + glossary.condition(condition),
        [
          "tollgate condition confirm \(condition.id)",
          "tollgate condition reject \(condition.id) -m …",
          "tollgate condition extend \(condition.id) DATE",
        ])
    }
    for (project, request, review) in errands.reviews {
      matter(
        project,
        say("review the override of \(request)", "复核 \(request) 的特批")
          + (review.isOverdue
            ? say(", overdue since \(review.on)", "，已逾期（\(review.on)）")
            : say(", by \(review.on)", "，\(review.on) 前")),
        ["tollgate show \(request)", "tollgate review \(request) -m …"])
    }
    for (project, owed, rulebook) in errands.duties {
      matter(
        project, Glossary(people: glossary.people, rulebook: rulebook).owed(owed),
        ["tollgate submit \(project.id) \(owed.duty.action) …"])
    }
    for (project, role, rulebook) in errands.nominations {
      let title = Glossary(people: glossary.people, rulebook: rulebook).role(role)
      matter(
        project, say("you are nominated as \(title)", "提名你担任\(title)"),
        ["tollgate accept \(project.id) \(role)"])
    }
    for (project, action, draft) in errands.drafts {
      matter(
        project, say("your draft of `\(action)`: ", "你的草稿 `\(action)`：") + draft.sentence,
        [
          "tollgate submit \(project.id) \(action) --draft",
          "tollgate draft drop \(project.id) \(action)",
        ])
    }
  }

  private mutating func errand(_ view: RequestView, _ what: String, _ commands: [String]) {
    line()
    paragraph(
      "\(view.request.id)  \(view.glossary.subject(view.request.subject))"
        + (view.project.map { "  \($0.id) \($0.title)" } ?? ""), hanging: 4)
    paragraph(what, indent: 4, hanging: 2)
    for command in commands { line("    " + command) }
  }

  private mutating func matter(_ project: Project, _ what: String, _ commands: [String]) {
    line()
    paragraph("\(project.id)  \(project.title)", hanging: 4)
    paragraph(what, indent: 4, hanging: 2)
    for command in commands { line("    " + command) }
  }
}

extension Glossary {
  /// `R-7/1 customer signs the plan: Li Na (li), by 2026-10-30 (reported)`
  func condition(_ condition: Condition) -> String {
    let state =
      switch condition.state {
      case .open: ""
      case .reported: Mark.aside(say("reported as met", "已报告满足"))
      case .overdue: Mark.aside(say("overdue", "已逾期"))
      }
    return "\(condition.id) \(condition.terms.criterion)\(Mark.colon)"
      + say(
        "\(person(condition.terms.owner)), by \(condition.due); set by \(person(condition.by)), stops \(condition.terms.blocks)",
        "\(person(condition.terms.owner))，\(condition.due) 前；由\(person(condition.by))提出，满足前不得进行 \(condition.terms.blocks)"
      ) + state
  }

  /// `customer signs the plan (Li Na (li), by 2026-10-30, before close)`
  func reservation(_ terms: Reservation) -> String {
    terms.criterion
      + Mark.aside(
        say(
          "\(person(terms.owner)), by \(terms.due), before `\(terms.blocks)`",
          "\(person(terms.owner))，\(terms.due) 前，先于 `\(terms.blocks)`"))
  }
}

extension Condition {
  func json(on project: ProjectID) -> JSON {
    [
      "condition": .name(id), "project": .name(project), "request": .name(request),
      "by": .name(by), "criterion": .string(terms.criterion), "owner": .name(terms.owner),
      "due": .date(due), "blocks": .name(terms.blocks), "state": .string(state.rawValue),
    ]
  }
}

extension Errands {
  var json: [String: JSON] {
    [
      "questions": .array(
        questions.map {
          [
            "request": .name($0.view.request.id), "kind": .string($0.question.kind.rawValue),
            "by": .name($0.question.by), "text": .string($0.question.text),
            "on": .date($0.question.on),
          ]
        }),
      "returned": .names(returned.map(\.view.request.id)),
      "overrides": .array(
        overrides.map {
          [
            "request": .name($0.view.request.id), "by": .name($0.override.by),
            "reason": .string($0.override.reason), "review_on": .date($0.override.reviewOn),
          ]
        }),
      "conditions_to_meet": .array(toMeet.map { $0.condition.json(on: $0.project.id) }),
      "conditions_to_confirm": .array(toConfirm.map { $0.condition.json(on: $0.project.id) }),
      "reviews": .array(
        reviews.map {
          [
            "request": .name($0.request), "project": .name($0.project.id),
            "by": .date($0.review.on), "overdue": .bool($0.review.isOverdue),
          ]
        }),
      "duties": .array(
        duties.map { $0.owed.json.adding("project", .name($0.project.id)) }),
      "nominations": .array(
        nominations.map { ["project": .name($0.project.id), "role": .name($0.role)] }),
      "drafts": .array(drafts.map { $0.draft.json(of: $0.action, on: $0.project.id) }),
    ]
  }
}
