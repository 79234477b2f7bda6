import Engine
import Workbench

extension Session {
  /// Why a filed request takes its route, made again from the log alone. nil: it is about no project.
  ///
  /// `revision` nil: of its latest filing.
  func explanation(of request: Request, revision: Int? = nil) throws -> RequestExplanation? {
    guard let past = try Past(of: request.id, revision: revision, in: store) else { return nil }
    return RequestExplanation(
      try revealed(past), try service.rulebook(request.rulebook), timeZones: Clock.zones,
      sha256: Hashing.sha256)
  }

  /// How its places were filled, and who could have filled them then.
  func signingHistory(of view: RequestView) throws -> SigningHistory? {
    try SigningHistory(
      of: view.request.id, view.rulebook, in: store, today: today(view.rulebook),
      timeZones: Clock.zones)
  }

  /// Why a submission would take its route, or be refused. nil: what was typed cannot be read.
  func explanation(
    of action: Action, _ submission: Submission, _ governed: GovernedProject, request: Request?
  ) throws -> RequestExplanation? {
    guard let person = actor?.person else { return nil }
    let order = Order.submit(action: action.name, values: [:], attachments: [:], reason: "")
    let facts = try service.facts(
      for: Command(envelope: envelope, order: order), workspace, governed.project)
    let inquiry = Inquiry(governed.project, governed.rulebook, facts, at: envelope)
    let typed = try submission.entries.values()
    let attachments = try submission.attachments.files().named
    guard
      let content = try? inquiry.content(
        of: action, typed: typed, attachments: attachments, reason: submission.reason)
    else { return nil }
    return RequestExplanation(
      inquiry, action, content, submitter: person, request: request,
      population: inquiry.population)
  }
}
