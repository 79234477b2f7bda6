import CEL
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

/// What a client does of its own, and has seen before.
private struct Client {
  let company: Company<PostgresStore>
  let requests: [(request: Request, stream: Engine.Stream)]

  /// Every client is a store of its own, as a process would have it, that has been at work: it has looked at its requests and
  /// compiled the rules.
  init(_ address: Address, _ numbers: StrideThrough<Int>) throws {
    company = try Company(
      try PostgresStore.open(at: address, connections: 1, sha256: sha256))
    // Each project was begun with one request of its own.
    requests = try numbers.map { [company] in try company.request(RequestID("R-\(2 * $0)")) }
    for (request, stream) in requests.prefix(1) {
      _ = try company.service.execute(
        Client.approval(of: request, by: "chen", at: company.now), on: stream, dryRun: true)
    }
  }

  func work() throws {
    for (request, stream) in requests {
      for person: PersonID in ["chen", "zhao", "qian", "sun"] {
        _ = try company.service.execute(
          Client.approval(of: request, by: person, at: company.now), on: stream)
      }
    }
  }

  private static func approval(
    of request: Request, by person: PersonID, at time: Timestamp
  ) -> Command {
    Command(
      envelope: Envelope(
        command: CommandID("decide-\(request.id)-\(person)"),
        actor: Actor(person: person, authentication: .account("test-\(person)")), at: time),
      order: .answer(request.id, .approve(request.binding, comment: "")))
  }
}

func decide(_ address: Address, _ projects: Int, _ count: Int) throws {
  let clients = try (0..<count).map {
    try Client(address, stride(from: $0 + 1, through: projects, by: count))
  }
  let failure = Mutex<(any Error)?>(nil)
  let clock = ContinuousClock()
  let start = clock.now
  let group = DispatchGroup()
  for client in clients {
    // Each is one thread's from here on.
    nonisolated(unsafe) let client = client
    Thread {
      defer { group.leave() }
      do { try client.work() } catch { failure.withLock { $0 = error } }
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
