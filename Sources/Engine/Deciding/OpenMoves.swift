import CEL

/// What a person could do now with the open requests of a project: exactly the commands that would be accepted.
///
/// Each verb stands once for a request, with one argument that it would be accepted with: a comment of its own choosing,
/// the first person whom it could name, the submitter to return to, the content as it is to resubmit. Decides and writes nothing.
public struct OpenMoves: Sendable {
  /// Stands for the words that only the person has.
  public static let comment = "…"

  private let project: Project
  private let facts: Facts
  private let now: Timestamp

  /// `facts` with the rulebooks of all open requests, as for the clock.
  public init(_ project: Project, _ facts: Facts, at now: Timestamp) {
    self.project = project
    self.facts = facts
    self.now = now
  }

  /// The commands that the person could give, request by request in the order of their ids.
  public func moves(for person: PersonID) -> [Order] {
    let envelope = Envelope(
      command: "look", actor: Actor(person: person, authentication: .account("")), at: now)
    return project.requests.values.sorted { $0.id < $1.id }.flatMap { request in
      verbs(request, person).compactMap { candidates in
        candidates.first { isAccepted($0, request, envelope) }
      }
    }
  }

  private func isAccepted(_ order: Order, _ request: Request, _ envelope: Envelope) -> Bool {
    // Whoever has a key signs when they give the command; without one nothing can be said before.
    var directory = facts.directory
    directory.signers = [:]
    let facts = Facts(
      directory: directory, allowsActingAs: facts.allowsActingAs, current: facts.current,
      pinned: facts.rulebook(request.rulebook), others: request.route.windows.map(\.others),
      duties: facts.duties, timeZones: facts.timeZones, sha256: facts.sha256,
      nextProject: facts.nextProject, nextRequest: facts.nextRequest)
    let command = Command(envelope: envelope, order: order)
    return (try? Project.decide(command, on: project, facts)) != nil
  }

  /// By verb: the orders that could stand for it, of which the first accepted one does.
  private func verbs(_ request: Request, _ actor: PersonID) -> [[Order]] {
    let (id, binding, words) = (request.id, request.binding, Self.comment)
    let people = facts.directory.people.keys.sorted()
    func answers(_ answers: [Answer]) -> [Order] { answers.map { .answer(id, $0) } }
    let added = request.route.steps.flatMap(\.slots).filter { $0.added != nil && !$0.isRemoved }
      .flatMap(\.authorities).compactMap { authority -> PersonID? in
        if case .person(let person) = authority { person } else { nil }
      }
    return [
      answers([.approve(binding, comment: words)]),
      answers([.reject(binding, comment: words)]),
      answers([.returnBack(binding, to: nil, comment: words)]),
      answers([.withdraw(comment: words)]),
      answers([.takeBack]),
      answers(people.map { .transfer(to: $0, comment: words) }),
      answers([.claim]),
      answers([.release]),
      answers(people.map { .addSigner($0, .with, comment: words) }),
      answers(added.map { .removeSigner($0) }),
      answers([.ask(words)]),
      answers(people.map { .consult($0, words) }),
      answers([.reply(words)]),
      answers([.remind(comment: words)]),
      answers([.see]),
      answers(people.map { .copy(to: [$0]) }),
      answers([.override(binding, reason: words)]),
      [.resubmit(id, values: [:], attachments: [:], reason: "")],
      [.migrate(id, onlyIfStricter: false)],
    ]
  }
}
