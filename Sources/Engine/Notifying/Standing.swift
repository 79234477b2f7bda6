import Diagnostics

/// How a record stands at one moment: its requests, and the people who may sign them.
struct Standing {
  /// Open ones and those that a decision ended.
  let requests: [RequestID: Request]
  let population: Population

  /// A place where somebody may sign, so that two moments can be compared.
  struct Ask: Hashable {
    let request: RequestID
    let revision: Int
    let step: StepName
    /// The one human behind the entry; nil: nobody can sign here.
    let human: PersonID?
  }

  /// Everybody who may sign something now with the place, in the order of steps; nil: nobody may.
  func asks(of ids: some Sequence<RequestID>) -> [(ask: Ask, person: PersonID?, step: Int)] {
    var asks: [(ask: Ask, person: PersonID?, step: Int)] = []
    for request in ids.compactMap({ requests[$0] }) {
      for step in request.activeSteps {
        func ask(_ person: PersonID?) -> Ask {
          Ask(
            request: request.id, revision: request.revision, step: request.route.steps[step].name,
            human: person.map(population.directory.human))
        }
        for slot in request.outcomes[step].indices where request.outcomes[step][slot] == nil {
          let electors = population.electorate(of: request, step: step, slot: slot).electors
          if electors.isEmpty { asks.append((ask(nil), nil, step)) }
          asks += electors.map { (ask($0.person), $0.person, step) }
        }
      }
    }
    return asks
  }

  /// The people whose yes stands in a request.
  func signers(of id: RequestID) -> [PersonID] {
    requests[id]?.signatures.map(\.signature.person) ?? []
  }
}

extension Batch.After {
  var requests: [RequestID: Request] {
    switch self {
    case .workspace(let workspace): workspace.requests
    case .project(let project): project.requests
    }
  }

  var projectRoles: [RoleName: [PersonID]] {
    switch self {
    case .workspace: [:]
    case .project(let project): project.people
    }
  }

  /// The company's people, where the record is the one that keeps them.
  var ownDirectory: Directory? {
    switch self {
    case .workspace(let workspace): workspace.directory
    case .project: nil
    }
  }
}
