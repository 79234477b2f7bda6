import Engine

extension Session {
  /// Lets the clock act on every record of which something is due, and gives what came of it.
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

  /// The records of which something has passed its day, or will tomorrow: another zone's day may have begun already.
  private func streamsInMotion() throws -> [(stream: Engine.Stream, version: Int)] {
    let tomorrow = today(nil).adding(days: 1) ?? today(nil)
    var streams: [Engine.Stream] = []
    for alarm in try store.alarms(through: tomorrow, limit: Self.alarmsAtATime)
    where !streams.contains(alarm.stream) {
      streams.append(alarm.stream)
    }
    return try streams.compactMap { stream in
      switch stream {
      case .workspace: (stream, workspace.version)
      case .project(let id): try store.project(id).map { (stream, $0.version) }
      }
    }
  }

  /// The next run finds what is beyond.
  private static let alarmsAtATime = 10_000
}
