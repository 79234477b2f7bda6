import CEL
import Diagnostics
import Engine
import Reporting

extension RequestView {
  /// The request as a form on paper: what it says, against which plan, who signed for whom and when, what happened, and by
  /// which rules. `history` is that of its record.
  func page(workspace: String, history: [Record], printed: Timestamp) -> Page {
    let glossary = glossary
    let form = action?.form.flatMap { rulebook.workflow[form: $0] }
    var blocks: [Page.Block] = [.form(head(glossary))]
    if let form {
      blocks += [.heading(form.title.spoken), .form(content(form, glossary))]
    }
    let plan = plan(glossary)
    if !plan.isEmpty {
      blocks += [
        .heading(say("Against the plan", "与计划对照")),
        .table(
          head: [
            "", say("Asked", "申请"), say("Baseline", "现行基线"), say("Change", "变化"),
            say("Original", "原始基线"), say("Drift", "累计偏离"),
          ], rows: plan, figures: [1, 2, 3, 4, 5]),
      ]
    }
    blocks += [
      .heading(say("Signatures", "签署")),
      .table(
        head: [
          say("Step", "步骤"), say("Who", "签署人"), say("In what right", "身份"),
          say("Decision", "意见"), say("When", "时间"), say("Comment", "批注"),
        ], rows: rows.map { signature($0.place, title: $0.title, glossary) }, figures: []),
      .heading(say("Course", "经过")),
      .table(
        head: [say("When", "时间"), say("Who", "何人"), say("What", "事项")],
        rows: course(history, glossary), figures: []),
      .heading(say("By which rules", "依据")),
      .table(
        head: [say("Step", "步骤"), say("Rule", "规则"), say("Because", "原因")],
        rows: rules(glossary), figures: []),
    ]
    return Page(
      language: Speech.language, title: form?.title.spoken ?? glossary.subject(request.subject),
      subtitle: [workspace, request.id.text, glossary.status(request.status)]
        .joined(separator: " · "),
      blocks: blocks,
      foot: [
        say("Content: ", "内容摘要：") + request.contentDigest.description,
        say("Rulebook: ", "规则集：") + request.rulebook.description
          + Mark.aside(rulebook.policy.name.text),
        say(
          "A copy, printed \(glossary.time(printed)). The evidence is the log: tollgate audit verify.",
          "副本，打印于 \(glossary.time(printed))。以日志为凭：tollgate audit verify。"),
      ])
  }

  private func head(_ glossary: Glossary) -> [(String, String)] {
    var lines: [(String, String)] = [
      (say("Request", "申请"), "\(request.id)  \(glossary.subject(request.subject))")
    ]
    if let project {
      lines += [
        (say("Project", "项目"), "\(project.id)  \(project.title)"),
        (say("Stage", "阶段"), glossary.stage(project.stage)),
      ]
    }
    lines += [
      (say("Submitted by", "提交人"), glossary.person(request.submitter)),
      (say("Submitted on", "提交时间"), glossary.time(request.submittedAt)),
      (say("Revision", "版次"), String(request.revision)),
      (say("Standing", "状态"), glossary.status(request.status)),
    ]
    if !request.reason.isEmpty { lines.append((say("Reason", "理由"), request.reason)) }
    return lines
  }

  /// Every field of the form, also those that were left empty: on paper a gap is an answer.
  private func content(_ form: Form, _ glossary: Glossary) -> [(String, String)] {
    form.fields.map { field in
      let value = request.content[field.name]
      if case .milestones(let points)? = value {
        return (field.title.spoken, points.map(glossary.planned).joined(separator: "\n"))
      }
      return (field.title.spoken, value.map { glossary.value($0, as: field.type) } ?? "–")
    }
  }

  /// The parts of the plan that have a distance from the baseline.
  private func plan(_ glossary: Glossary) -> [[String]] {
    changes.compactMap { change in
      guard let baseline = change.baseline, let moved = change.difference(from: baseline) else {
        return nil
      }
      func text(_ value: FieldValue) -> String { glossary.value(value, as: change.field.type) }
      let drift = change.original.flatMap(change.difference)
      return [
        change.field.title.spoken, text(change.value), text(baseline), moved.sentence,
        change.original.map(text) ?? "", drift?.sentence ?? "",
      ]
    }
  }

  private func signature(_ place: Place, title: String, _ glossary: Glossary) -> [String] {
    func row(_ signature: Signature, _ decision: String) -> [String] {
      let conditions = signature.conditions.map {
        say("on condition: ", "附条件：") + glossary.reservation($0)
      }
      return [
        title, glossary.person(signature.person), glossary.basis(signature.basis), decision,
        glossary.time(signature.at),
        ([signature.comment].filter { !$0.isEmpty } + conditions).joined(separator: "\n"),
      ]
    }
    switch place.state {
    case .signed(let signature): return row(signature, say("agreed", "同意"))
    case .opposed(let signature): return row(signature, say("against", "反对"))
    case .concluded(let verdict): return [title, "", "", glossary.conclusion(verdict), "", ""]
    case .open, .later:
      return [title, place.sentence(glossary), "", say("not signed yet", "尚未签署"), "", ""]
    case .never: return [title, "", "", place.sentence(glossary), "", ""]
    }
  }

  /// What happened to the request, a row for each event.
  private func course(_ history: [Record], _ glossary: Glossary) -> [[String]] {
    var sentences = Sentences(glossary)
    return history.compactMap { record in
      // Those of others are told too, and dropped: what is told later builds on them.
      let sentence = sentences.sentence(record.event)
      guard case .request(let event) = record.event, event.request == request.id else { return nil }
      return [
        glossary.time(record.envelope.at), glossary.actor(record.envelope.actor), sentence,
      ]
    }
  }

  private func rules(_ glossary: Glossary) -> [[String]] {
    let values = ConditionValues(rulebook, request.subject, glossary)
    return request.route.steps.map { step in
      guard let rule = request.route.considered.first(where: { $0.step == step.name }) else {
        return [step.title.spoken, "", origin(of: step)]
      }
      let reasons =
        rule.condition == nil
        ? say("always", "无条件") : values.reasons(rule).joined(separator: "\n")
      return [step.title.spoken, rule.place.short, reasons]
    }
  }
}

extension Difference {
  /// `+26,000.00 (+26%)`, or that there is none.
  fileprivate var sentence: String {
    isZero ? say("unchanged", "不变") : amount + (share.map(Mark.aside) ?? "")
  }
}
