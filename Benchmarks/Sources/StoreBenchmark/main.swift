import Engine
import Foundation
import SQLiteStorage

/// Decisions as one process takes them, each an approval with its rules, its events and its durable commit.
///
///     StoreBenchmark prepare FILE N    a workspace with N projects, each with a request that four people must sign
///     StoreBenchmark decide FILE N [THREADS]
///                                      takes those 4 N decisions; prints how long one took
///     StoreBenchmark growth FILE N     what a decision takes at 10³, 10⁴, … N events
///     StoreBenchmark history FILE N    a workspace whose log has at least N events, of projects that all end alike
func benchmark(_ arguments: [String]) throws {
  guard arguments.count >= 3, let projects = Int(arguments[2]) else { throw Usage() }
  let path = arguments[1]
  switch arguments[0] {
  case "prepare":
    let company = try founded(path)
    for _ in 0..<projects {
      let project = try SmallCompany.runningProject(in: company)
      try company.submit(
        "change", on: project, by: "li", ["budget": "126000", "reason": "prices rose"])
    }
  case "history":
    let company = try founded(path)
    var events = 0
    while events < projects {
      let project = try SmallCompany.runningProject(in: company)
      let change = try company.submit(
        "change", on: project, by: "li", ["budget": "126000", "reason": "prices rose"])
      guard let change else { throw Usage() }
      for person: PersonID in ["chen", "zhao", "qian", "sun"] {
        try company.approve(change, by: person, comment: "同意")
      }
      events += try company.project(project).version
    }
  case "growth": try growth(path, upTo: projects)
  case "decide":
    // Those of one signer on all projects are taken together: nobody signs before the one whose turn it is.
    let threads = arguments.count == 4 ? Int(arguments[3]) ?? 1 : 1
    let company = try Company(try SQLiteStore.open(at: path, sha256: sha256))
    let (service, now) = (company.service, company.now)
    // The ids of the preparing process must not come again.
    let session = UUID().uuidString
    // Whoever signs has looked at the request before. Each project was begun with one request of its own.
    let requests = try (1...projects).map { number in
      guard let found = try service.store.request(RequestID("R-\(2 * number)")) else {
        throw Usage()
      }
      return found
    }
    let clock = ContinuousClock()
    let start = clock.now
    for person: PersonID in ["chen", "zhao", "qian", "sun"] {
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        do {
          for number in stride(from: thread + 1, through: projects, by: threads) {
            let (request, stream) = requests[number - 1]
            let envelope = Envelope(
              command: CommandID("\(session)-\(person)-\(number)"),
              actor: Actor(person: person, authentication: .account("test-\(person)")), at: now)
            let order = Order.answer(request.id, .approve(request.binding, comment: ""))
            _ = try service.execute(Command(envelope: envelope, order: order), on: stream)
          }
        } catch {
          fatalError("\(error)")
        }
      }
    }
    let (seconds, attoseconds) = (clock.now - start).components
    let decisions = 4 * projects
    let nanoseconds = (Double(seconds) * 1e9 + Double(attoseconds) / 1e9) / Double(decisions)
    print(#"{"name": "decide", "nanoseconds": \#(nanoseconds), "decisions": \#(decisions)}"#)
  default: throw Usage()
  }
}

/// A new workspace with its people and their policy.
func founded(_ path: String) throws -> Company<SQLiteStore> {
  let company = try Company(try SQLiteStore.create(at: path, sha256: sha256))
  let administrator = SmallCompany.people[0]
  // The benchmark of the command line acts as these people.
  try company.order(
    administrator.id,
    .found(name: "benchmark", administrator: administrator, allowsActingAs: true), on: nil)
  try company.order(
    administrator.id, .importPeople(Array(SmallCompany.people.dropFirst())), on: .workspace)
  try company.publish(SmallCompany.sources, as: administrator.id)
  return company
}

struct Usage: Error {}

try benchmark(Array(CommandLine.arguments.dropFirst()))
