import Engine

extension Session {
  /// Lets the clock act on every record with something open, and gives what came of it.
  ///
  /// The command's id says which state of which record is acted on, and on which day: a second run, or a second
  /// machine, sends the very same command, which is carried out once.
  func tick(isDryRun: Bool) throws -> [Report] {
    var reports: [Report] = []
    for (stream, version) in try streamsInMotion() {
      let id = "tick/\(stream)/\(version)/\(today(nil))"
      var before: Project?
      if case .project(let id) = stream { before = try store.project(id) }
      do {
        let envelope = Envelope(
          command: CommandID(id), actor: .timer(account: account), at: now)
        let outcome = try service.execute(
          Command(envelope: envelope, order: .tick), on: stream, dryRun: isDryRun)
        guard !outcome.isRepetition else { continue }
        reports.append(try report(outcome, before, isDryRun: isDryRun))
      } catch let refusal as Refusal where refusal.code == .nothingChanged {
        continue
      }
    }
    return reports
  }

  /// The records that the clock might find something in, with their versions.
  private func streamsInMotion() throws -> [(stream: Engine.Stream, version: Int)] {
    var streams: [(stream: Engine.Stream, version: Int)] = []
    if !workspace.requests.isEmpty { streams.append((.workspace, workspace.version)) }
    for project in try allProjects()
    where !project.requests.isEmpty || !project.conditions.isEmpty || !project.reviews.isEmpty {
      streams.append((.project(project.id), project.version))
    }
    return streams
  }

  /// Every project, in the order of their numbers.
  func allProjects() throws -> [Project] {
    var projects: [Project] = []
    var last: ProjectID?
    while true {
      let lines = try store.projects(after: last, limit: Self.projectsAtATime)
      projects += try lines.compactMap { try store.project($0.id) }
      last = lines.last?.id
      if lines.count < Self.projectsAtATime { return projects }
    }
  }

  private static let projectsAtATime = 500
}
