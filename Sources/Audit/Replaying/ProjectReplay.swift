import Diagnostics
import Engine

/// Some of the projects, made again from the log: each command decided anew, each row that follows from it expected.
struct ProjectReplay: Sendable {
  private var projects: [ProjectID: (project: Project, sequence: Int)] = [:]
  /// Projects with an event that could not have happened: nothing can be said about what followed.
  private(set) var broken: Set<Engine.Stream> = []
  private(set) var tally = Tally()
  /// By project: those that were opened under it.
  private var children: [ProjectID: [ProjectID]] = [:]

  /// Takes the next command of a project. `workspace` is how the company stood then.
  mutating func take(_ command: RecordedCommand, _ workspace: Workspace?, _ rules: Rules) {
    guard case .project(let id) = command.stream, !broken.contains(command.stream) else { return }
    let before = projects[id]?.project
    guard let after = evolve(before, command, id, rules) else {
      broken.insert(command.stream)
      projects[id] = nil
      return
    }
    tally.count(rules.decide(command, on: before, workspace, among: relatives), of: command)
    if before == nil, let parent = after.parent?.id { children[parent, default: []].append(id) }
    let touched = command.touched.compactMap { after.requests[$0] }
    tally.expectTraces(of: command, touched, after: .project(after), rules)
    for request in touched where !request.status.isOpen {
      tally.expect(
        request, of: command.stream, end: command.envelope.at, since: command.sequence)
    }
    projects[id] = (after.settled, command.sequence)
  }

  /// The stream's events cannot be read from here on.
  mutating func lose(_ stream: Engine.Stream) {
    broken.insert(stream)
    if case .project(let id) = stream { projects[id] = nil }
  }

  /// Expects what stands at the end of the log.
  mutating func finish() {
    for (id, (project, sequence)) in projects {
      let stream = Engine.Stream.project(id)
      tally.expect(
        project, version: project.version, of: stream, project.requests, roles: project.people,
        since: sequence)
      guard let number = id.number else { continue }
      if let parent = project.parent?.id.number {
        tally.expectOnce(
          .children, [.integer(parent), .integer(number), .integer(project.isOver ? 1 : 0)],
          since: sequence)
      }
      tally.expectOnce(
        .projects,
        [
          .integer(number), .text(project.title), .text(project.stage.text),
          .text(project.workflow.text), .text(project.policy.text),
        ], since: sequence)
    }
    projects = [:]
  }

  /// The other projects of the replay, as they stand.
  private var relatives: Rules.Relatives {
    Rules.Relatives(
      project: { [projects] in projects[$0]?.project },
      children: { [projects, children] id in
        (children[id] ?? []).sorted { ($0.number ?? 0) < ($1.number ?? 0) }
          .compactMap { projects[$0].map { Child($0.project) } }
      })
  }

  /// nil: an event could not have happened.
  private mutating func evolve(
    _ before: Project?, _ command: RecordedCommand, _ id: ProjectID, _ rules: Rules
  ) -> Project? {
    guard tally.follows(before?.version, command) else { return nil }
    var project = before
    for (offset, event) in command.events.enumerated() {
      let fits =
        switch event {
        case .project(.opened(let opened, _, _, _, _, _, _)): project == nil && opened == id
        case .project: project != nil
        case .request(let event):
          project.map { event.fits($0.requests, rules.shelf) && event.isAbout(id) } ?? false
        case .workspace: false
        }
      guard fits, let next = Project.evolve(project, event, command.envelope) else {
        tally.cannotHaveHappened(command.sequence + offset, command.stream)
        return nil
      }
      project = next
    }
    return project
  }
}

extension RequestEvent {
  /// Whether what is asked for is this project's matter.
  fileprivate func isAbout(_ id: ProjectID) -> Bool {
    guard case .submitted(_, let subject, _, _, _, _, _) = self else { return true }
    guard case .action(_, id) = subject else { return false }
    return true
  }
}

extension RecordedCommand {
  /// The requests that the events are about.
  var touched: Set<RequestID> {
    Set(
      events.compactMap { event in
        if case .request(let event) = event { event.request } else { nil }
      })
  }
}

extension Tally {
  /// Whether a command's events come right after those of the record.
  mutating func follows(_ version: Int?, _ command: RecordedCommand) -> Bool {
    let next = (version ?? 0) + 1
    guard command.firstVersion != next else { return true }
    find(
      .version, at: command.sequence,
      Bilingual(
        "event \(command.sequence) is number \(command.firstVersion) of `\(command.stream)`; \(next) comes next",
        zh:
          "第 \(command.sequence) 条事件是 `\(command.stream)` 的第 \(command.firstVersion) 条，应为第 \(next) 条"
      ))
    return false
  }

  mutating func cannotHaveHappened(_ sequence: Int, _ stream: Engine.Stream) {
    find(
      .order, at: sequence,
      Bilingual(
        "event \(sequence) cannot have happened to `\(stream)` as it was; what follows there is not looked at",
        zh: "第 \(sequence) 条事件与 `\(stream)` 当时的状态不符；其后的事件不再核查"))
  }
}
