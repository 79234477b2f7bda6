import CEL
import Diagnostics

/// Works out who is to be told what of one decision. Pure, like the decision itself.
///
/// Who may sign is compared before and after, so that whatever brings a request to somebody asks them: a
/// signature, a return, an appointment. Nobody is told what they did themselves, under no alias; everybody else at
/// most once of a kind for each request.
struct Telling {
  let envelope: Envelope
  let events: [Event]
  /// nil: the decision creates its record.
  let before: Moment?
  let after: Moment
  let words: TellingWords
  let rulebook: Rulebook?
  private let touched: [RequestID]

  init(
    _ envelope: Envelope, _ events: [Event], before: Moment.Owner?, after: Moment.Owner,
    touched: [Request], _ facts: Facts
  ) {
    let rulebook = facts.pinned ?? facts.current
    let today = facts.today(rulebook?.policy.calendar ?? .everyDay, envelope)
    self.rulebook = rulebook
    self.envelope = envelope
    self.events = events
    self.touched = touched.map(\.id)
    self.before = before.map { Moment($0, facts.directory, today: today) }
    self.after = Moment(after, ended: touched, facts.directory, today: today)
    words = TellingWords(
      envelope: envelope, events: events, moment: self.after, workflow: rulebook?.workflow)
  }

  /// In the order of their ids.
  var notifications: [Notification] {
    var told = Told(telling: self)
    tellOutcomes(&told)
    tellAsked(&told)
    for event in events {
      switch event {
      case .request(let event): tell(event, &told)
      case .project(let event): tell(event, &told)
      case .workspace(let event): tell(event, &told)
      }
    }
    tellProgress(&told)
    return told.notifications
  }

  /// What became of requests, to those who had a part in them.
  private func tellOutcomes(_ told: inout Told) {
    for request in touched.compactMap({ after.requests[$0] }) {
      guard let kind = outcome(of: request) else { continue }
      var people = [request.submitter]
      if kind != .approved {
        people += before?.signers(of: request.id) ?? []
        // Whoever was asked and had not answered need not look any more.
        people += before?.electors(of: request.id) ?? []
      }
      let why = words.deed(on: request.id)
      for person in people { told.tell(person, kind, request, why) }
    }
  }

  /// nil: it goes on, and whoever is asked now hears of it as that.
  private func outcome(of request: Request) -> Notification.Kind? {
    let old = before?.requests[request.id]
    guard old?.status == request.status else {
      switch request.status {
      case .approved: return .approved
      case .rejected: return .rejected
      case .withdrawn: return .withdrawn
      case .overridden: return .overridden
      case .lapsed: return .lapsed
      case .returned: return .returned
      case .pending: return nil
      }
    }
    for case .request(let event) in events where event.request == request.id {
      switch event {
      case .returned: return .returned
      case .takenBack: return .takenBack
      case .migrated: return .migrated
      default: continue
      }
    }
    return nil
  }

  private var isAboutPeople: Bool {
    before?.population.projectRoles != after.population.projectRoles
      || events.contains { event in if case .workspace = event { true } else { false } }
  }

  /// Whoever may sign now and could not before; administrators, where nobody may.
  private func tellAsked(_ told: inout Told) {
    // A change of people can bring any request to somebody else.
    let ids = isAboutPeople ? Array(after.requests.keys) : touched
    let known = Set(before?.asks(of: ids).map(\.ask) ?? [])
    for (ask, person, step) in after.asks(of: ids.sorted()) where !known.contains(ask) {
      guard let request = after.requests[ask.request] else { continue }
      let deed = words.deed(on: request.id)
      if let person {
        told.tell(person, .asked, request, deed.and(words.rule(request, step)), step: step)
      } else {
        let population = after.population
        for administrator in population.directory.holders(
          of: Role.administrator, on: population.today)
        {
          told.tell(
            administrator, .vacancy, request, deed.and(words.vacancy(request, step)), step: step)
        }
      }
    }
  }

  /// A new stage to the project's people, a new policy to the administrators; not to whoever was told more already.
  private func tellProgress(_ told: inout Told) {
    for event in events {
      switch event {
      case .project(.moved(let stage)):
        let people = after.population.projectRoles.sorted { $0.key < $1.key }.flatMap(\.value)
        for person in people where !told.knows(person) {
          told.tell(person, .moved, nil, words.move(to: stage))
        }
      case .workspace(.published(let policy, _, _, _)):
        let population = after.population
        for person in population.directory.holders(of: Role.administrator, on: population.today)
        where !told.knows(person) {
          told.tell(person, .published, nil, words.publication(of: policy))
        }
      case .project, .workspace, .request: break
      }
    }
  }

  /// What was told so far.
  struct Told {
    let telling: Telling
    private(set) var notifications: [Notification] = []
    private var keys: Set<Key> = []

    private struct Key: Hashable {
      let human: PersonID
      let kind: Notification.Kind
      let request: RequestID?
    }

    init(telling: Telling) { self.telling = telling }

    func knows(_ person: PersonID) -> Bool {
      let directory = telling.after.population.directory
      return notifications.contains { directory.human($0.to) == directory.human(person) }
    }

    /// `step` is one that the person has to do with; its deadline is theirs, unless another day is.
    mutating func tell(
      _ person: PersonID, _ kind: Notification.Kind, _ request: Request?, _ why: Bilingual,
      step: Int? = nil, due: CivilDate? = nil
    ) {
      let population = telling.after.population
      let human = population.directory.human(person)
      guard population.directory[person]?.isActive(on: population.today) == true,
        human != telling.envelope.actor.person.map(population.directory.human),
        keys.insert(Key(human: human, kind: kind, request: request?.id)).inserted
      else { return }
      notifications.append(
        Notification(
          id: NotificationID("\(telling.after.name).\(notifications.count + 1)"), to: person,
          kind: kind, subject: telling.words.subject(request),
          project: telling.after.project?.id, request: request?.id,
          step: step.flatMap { request?.route.steps[$0].name },
          by: kind == .lapsed ? nil : telling.envelope.actor.person, at: telling.envelope.at,
          why: why, due: due ?? step.flatMap { request?.progress[$0].due }))
    }
  }
}
