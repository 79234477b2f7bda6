import CEL
import Diagnostics
import Engine

/// What a command led to, or would have led to: each event in a sentence, and who is asked next.
struct Report {
  let outcome: Service.Outcome
  let isDryRun: Bool
  let glossary: Glossary
  /// The project before the command; nil: it opened one, or was not about one.
  let before: Project?
  /// The requests that were touched and are still open, with who may sign them.
  let views: [RequestView]
  /// The days ahead on which, by what the command changed, somebody will be missing; with what each policy calls things.
  let holes: [(gaps: PolicyGaps, glossary: Glossary)]

  var text: String {
    var screen = Screen()
    if isDryRun {
      screen.line(say("Nothing was written. This would happen:", "未写入任何内容。将会发生："))
    } else if outcome.isRepetition {
      screen.line(
        say(
          "This command had been carried out before; it led to:", "此命令先前已执行，结果为："))
    }
    let indent = isDryRun || outcome.isRepetition ? 2 : 0
    var sentences = Sentences(glossary, project: before, requests: outcome.touched)
    for event in outcome.events {
      let sentence = sentences.sentence(event)
      if isNews(event) { screen.paragraph(sentence, indent: indent, hanging: 2) }
    }
    for view in views {
      switch view.request.status {
      case .pending:
        screen.paragraph(
          say(
            "next: \(view.waiting); `tollgate show \(view.request.id)`",
            "下一步：\(view.waiting)；`tollgate show \(view.request.id)`"), hanging: 2)
      case .returned:
        screen.paragraph(
          say(
            "next: \(glossary.person(view.request.submitter)) changes it with `tollgate resubmit \(view.request.id) …`, or withdraws it",
            "下一步：\(glossary.person(view.request.submitter))用 `tollgate resubmit \(view.request.id) …` 修改后重新提交，或撤回"
          ),
          hanging: 2)
      case .approved, .rejected, .withdrawn, .overridden, .lapsed: break
      }
    }
    for (policy, glossary) in holes {
      for gap in policy.gaps {
        screen.paragraph(
          say("warning: ", "警告：") + glossary.gap(gap, until: policy.until)
            + Mark.aside(say("policy `\(policy.policy)`", "制度 `\(policy.policy)`")), hanging: 2)
      }
    }
    return screen.text
  }

  /// What goes without saying: who is asked stands below, and what a request contains was read by its signers.
  private func isNews(_ event: Event) -> Bool {
    switch event {
    case .request(.asked): false
    case .project(.recorded): outcome.touched.isEmpty
    case .project, .request, .workspace: true
    }
  }

  /// `events` are in the form of the log.
  func json() throws -> JSON {
    var members: [String: JSON] = [
      "dry_run": .bool(isDryRun),
      "repeated": .bool(outcome.isRepetition),
      "stream": .string(outcome.stream.description),
      "events": .array(try outcome.events.map { try JSON(encoding: $0) }),
      "requests": .array(
        outcome.touched.map { request in
          [
            "request": .name(request.id), "status": .string(request.status.rawValue),
            "digest": .string(request.contentDigest.description),
            "next": .names(views.first { $0.request.id == request.id }?.next ?? []),
          ]
        }),
    ]
    if !holes.isEmpty {
      members["gaps"] = .array(
        holes.flatMap { policy, _ in
          policy.gaps.map { $0.json.adding("policy", .name(policy.policy)) }
        })
    }
    if case .project(let id) = outcome.stream { members["project"] = .name(id) }
    return .object(members)
  }
}

extension RequestView {
  /// `director: Chen (chen) or Zhou (zhou)`, for the places that are asked now.
  var waiting: String {
    let places = rows.compactMap { row -> String? in
      guard case .open = row.place.state else { return nil }
      return row.title + Mark.colon + row.place.sentence(glossary)
    }
    // Places that ask for the same people, as those of a quorum, are told once.
    var told: Set<String> = []
    return list(places.filter { told.insert($0).inserted })
  }
}
