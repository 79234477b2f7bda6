import Dispatch
import Engine
import Foundation
import PostgresStorage
import Synchronization

/// Decisions as several clients of one server take them, each an approval with its rules, its events and its durable commit.
///
///     ServerBenchmark prepare ADDRESS N          a workspace with N projects, each with a request that four people must sign
///     ServerBenchmark decide ADDRESS N CLIENTS   takes those 4 N decisions, each client in projects of its own
func benchmark(_ arguments: [String]) throws {
  guard arguments.count >= 3, let address = Address(arguments[1]), let projects = Int(arguments[2])
  else { throw Usage() }
  switch (arguments[0], arguments.count) {
  case ("prepare", 3):
    let company = try Company(try PostgresStore.create(at: address, sha256: sha256))
    try company.found(SmallCompany.people, administrator: "admin")
    try company.publish(SmallCompany.sources, as: "admin")
    for _ in 0..<projects {
      let project = try SmallCompany.runningProject(in: company)
      try company.submit(
        "change", on: project, by: "li", ["budget": "126000", "reason": "prices rose"])
    }
  case ("decide", 4):
    guard let clients = Int(arguments[3]), clients > 0 else { throw Usage() }
    try decide(address, projects, clients)
  default: throw Usage()
  }
}

/// Every client is a store of its own, as a process would have it.
func decide(_ address: Address, _ projects: Int, _ clients: Int) throws {
  let stores = try (0..<clients).map { _ in
    try PostgresStore.open(at: address, connections: 1, sha256: sha256)
  }
  let failure = Mutex<(any Error)?>(nil)
  let clock = ContinuousClock()
  let start = clock.now
  let group = DispatchGroup()
  for (client, store) in stores.enumerated() {
    Thread {
      defer { group.leave() }
      do {
        let company = try Company(store)
        for person: PersonID in ["chen", "zhao", "qian", "sun"] {
          for number in stride(from: client + 1, through: projects, by: clients) {
            // Each project was begun with one request of its own.
            let (request, stream) = try company.request(RequestID("R-\(2 * number)"))
            try company.order(
              person, .answer(request.id, .approve(request.binding, comment: "")), on: stream,
              id: CommandID("decide-\(number)-\(person)"))
          }
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }.startEntering(group)
  }
  group.wait()
  if let failure = failure.withLock({ $0 }) { throw failure }
  let (seconds, attoseconds) = (clock.now - start).components
  let total = Double(seconds) * 1e9 + Double(attoseconds) / 1e9
  print(
    #"{"name": "decide", "nanoseconds": \#(total / Double(4 * projects)), "decisions": \#(4 * projects)}"#
  )
}

extension Thread {
  fileprivate func startEntering(_ group: DispatchGroup) {
    group.enter()
    start()
  }
}

struct Usage: Error {}

try benchmark(Array(CommandLine.arguments.dropFirst()))
