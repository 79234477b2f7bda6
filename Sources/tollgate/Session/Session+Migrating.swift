import Diagnostics
import Engine

/// An open request under an earlier version of its policy, and how it would go on under the one in force.
struct Migration {
  let stream: Engine.Stream
  let request: Request
  let glossary: Glossary
  /// nil: it cannot go over, for the reason that is told.
  let after: Request?
  let obstacle: Refusal?

  /// nil: it cannot go over.
  var isStricter: Bool? { after.map { $0.route.isStricter(than: request.route) } }

  /// The approvals that would still count, by place.
  var surviving: [(step: RoutedStep, signature: Signature)] {
    guard let after else { return [] }
    return after.progress.indices.flatMap { step in
      after.progress[step].outcomes.compactMap { outcome in
        if case .concluded(.covered(let signature))? = outcome {
          (after.route.steps[step], signature)
        } else {
          nil
        }
      }
    }
  }

  /// Approvals of the present round that would not.
  var lost: [(step: RoutedStep, signature: Signature)] {
    let surviving = surviving.map(\.signature)
    return request.signatures.filter { !surviving.contains($0.signature) }.map {
      (request.route.steps[$0.step], $0.signature)
    }
  }
}

extension Session {
  /// The open requests of a policy that are decided under an earlier version of it; `only` empty: all of them.
  func migrations(of policy: PolicyName, only: [RequestID]) throws -> [Migration] {
    guard let current = workspace.policies[policy] else {
      throw Refusal.unknownPolicy(policy, among: workspace)
    }
    let rulebook = try service.rulebook(current.rulebook)
    let glossary = Glossary(people: workspace.directory, rulebook: rulebook)
    var open: [(Engine.Stream, Request)] = []
    for project in try store.projects(withOpenRequestsUnder: policy).compactMap(store.project) {
      open += project.requests.values.sorted { $0.id < $1.id }.map { (.project(project.id), $0) }
    }
    for id in only where !open.contains(where: { $0.1.id == id }) {
      throw Refusal.unknownRequest(id)
    }
    return try open.filter { _, request in
      only.isEmpty ? request.rulebook != current.rulebook : only.contains(request.id)
    }.map { stream, request in
      do {
        let outcome = try execute(
          .migrate(request.id, onlyIfStricter: false), on: stream, dryRun: true)
        return Migration(
          stream: stream, request: request, glossary: glossary,
          after: outcome.touched.first { $0.id == request.id }, obstacle: nil)
      } catch let refusal as Refusal {
        return Migration(
          stream: stream, request: request, glossary: glossary, after: nil, obstacle: refusal)
      }
    }
  }
}
