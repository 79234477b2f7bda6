import CEL
import Dispatch
import Engine
import Foundation
import SQLiteStorage
import TestKit

/// A process that works on a workspace file, so that tests can run several at once, count what they write and end them
/// at any moment.
///
///     store-probe create FILE               a workspace with request R-1 of P-1, asked to sign
///     store-probe insist FILE NAME HUMAN    signs; when that fails, tries again to write and to read
///     store-probe sign FILE NAME HUMAN N    signs the first place N times, each as a new decision; prints how often it could
///     store-probe work FILE NAME N ACKS     spends N times, and appends a byte to ACKS after each decision
///     store-probe spend FILE NAME N         spends N times from the small company's P-1 through the one door; prints a line for each:
///                                           command, when asked, when told, first and last version, number of events
func probe(_ arguments: [String]) throws {
  switch (arguments.first, arguments.count) {
  case ("create"?, 2):
    let store = try SQLiteStore.create(at: arguments[1], sha256: sha256)
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: store)
    try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
    try scribe.write(.project("P-1"), Samples.submission("R-1", on: "P-1"), to: store)
  case ("insist"?, 4):
    let store = try SQLiteStore.open(at: arguments[1], sha256: sha256)
    var scribe = try Scribe(name: "\(arguments[2])-0", reading: store, projects: ["P-1"])
    let batch = try scribe.batch(
      .project("P-1"), by: PersonID(arguments[3]),
      [Samples.signing("R-1", 0, by: PersonID(arguments[3])), Samples.asking("R-1", 1)])
    let failures = [
      failure(of: { _ = try store.append(batch) }), failure(of: { _ = try store.append(batch) }),
      failure(of: { _ = try store.project("P-1") }),
    ]
    print(failures[0] != nil && Set(failures).count == 1 ? "gave up" : "\(failures)")
  case ("sign"?, 5):
    let store = try SQLiteStore.open(at: arguments[1], sha256: sha256)
    guard let times = Int(arguments[4]) else { throw Usage() }
    var done = 0
    for turn in 0..<times {
      // Read anew each time: the version is right, and only the place being taken stands against it.
      var scribe = try Scribe(
        name: "\(arguments[2])-\(turn)", reading: store, projects: ["P-1"])
      let batch = try scribe.batch(
        .project("P-1"), by: PersonID(arguments[3]),
        [Samples.signing("R-1", 0, by: PersonID(arguments[3])), Samples.asking("R-1", 1)])
      if try store.append(batch) == .done { done += 1 }
    }
    print(done)
  case ("work"?, 5):
    let store = try SQLiteStore.open(at: arguments[1], sha256: sha256)
    guard let times = Int(arguments[3]), let acks = FileHandle(forWritingAtPath: arguments[4])
    else { throw Usage() }
    var scribe = try Scribe(name: arguments[2], reading: store, projects: ["P-1"])
    for _ in 0..<times {
      let event = Event.project(.spent(amount: Decimal("1")!))
      try scribe.write(.project("P-1"), [event], to: store)
      try acks.write(contentsOf: Data([1]))
    }
  case ("spend"?, 4):
    let store = try SQLiteStore.open(at: arguments[1], sha256: sha256)
    guard let times = Int(arguments[3]) else { throw Usage() }
    let company = try Company(store)
    for turn in 0..<times {
      let id = CommandID("\(arguments[2])-\(turn)")
      let asked = DispatchTime.now().uptimeNanoseconds
      let order = Order.submit(
        action: "spend", values: ["amount": "1"], attachments: [:], reason: "")
      let outcome = try company.order("li", order, on: .project("P-1"), id: id)
      let told = DispatchTime.now().uptimeNanoseconds
      guard let versions = try store.receipt(id)?.versions else { throw Usage() }
      print(
        id, asked, told, versions.lowerBound, versions.upperBound, outcome.events.count)
      fflush(nil)
    }
  default: throw Usage()
  }
}

func failure(of work: () throws -> Void) -> String? {
  do {
    try work()
    return nil
  } catch {
    return "\(error)"
  }
}

struct Usage: Error {}

do {
  try probe(Array(CommandLine.arguments.dropFirst()))
} catch {
  FileHandle.standardError.write(Data("store-probe: \(error)\n".utf8))
  exit(1)
}
