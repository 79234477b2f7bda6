import CEL
import Diagnostics
import Engine
import TestKit
import Testing

extension StoreContract {
  /// What requests add to rolling windows, and whom open matters concern.
  static let weighing = [
    StoreContract("a request weighs while it is open and after it took effect, and not otherwise") {
      open in
      var (store, scribe) = try founded(open)
      try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
      for (number, amount) in [(1, "0.10"), (2, "90000"), (3, "7")] {
        try scribe.write(.project("P-1"), filing(number, amount), to: store)
      }
      let early = Timestamp(seconds: 0)!
      let expected: [RequestID: Decimal] = [
        "R-1": tenth, "R-2": Decimal(90_000), "R-3": Decimal(7),
      ]
      func weights(from time: Timestamp = early) throws -> [RequestID: Weight] {
        let found = try open().weights(of: [bearer("li"), bearer("nobody")], from: time)
        #expect(found.count == found.latest.count)
        #expect(found.sum == found.latest.reduce(.zero) { try! $0.adding($1.amount) })
        return Dictionary((found.open + found.latest).map { ($0.request, $0) }) { first, _ in first
        }
      }
      #expect(try weights().mapValues(\.amount) == expected)
      #expect(try weights().values.allSatisfy { $0.tookEffect == nil })
      try scribe.write(
        .project("P-1"), [.request(.withdrawn(request: "R-2", comment: ""))], to: store)
      let last = try scribe.write(
        .project("P-1"), [.request(.approved(request: "R-3"))], to: store)
      let end = last.envelope.at
      // As exact as a millisecond.
      let kept = try #require(Timestamp(seconds: end.seconds))
      #expect(try weights().mapValues(\.tookEffect) == ["R-1": nil, "R-3": kept])
      #expect(try weights(from: kept).count == 2)
      #expect(try weights(from: Timestamp(seconds: kept.seconds + 1)!).keys.sorted() == ["R-1"])
      #expect(try open().weights(of: [bearer("l"), bearer("li%")], from: early) == nothing)
      #expect(try open().weights(of: [], from: early) == nothing)
    },
    StoreContract("what took effect long ago adds up exactly, whenever one looks back from") {
      open in
      var (store, scribe) = try founded(open)
      try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
      var random = SeededGenerator(seed: 7)
      let midnight = Timestamp(Samples.day).milliseconds
      // Days apart and milliseconds apart, at midnight and around it.
      let moments = (0..<70).map { _ in
        midnight + 86_400_000 * Int64.random(in: 0...5, using: &random)
          + [-1, 0, 1, .random(in: 0..<86_400_000, using: &random)].randomElement(using: &random)!
      }
      var written: [(bearer: WeightBearer, weight: Weight)] = []
      for (index, moment) in moments.enumerated() {
        let id = RequestID("R-\(index + 1)")
        let person = ["li", "wang", "chen"].randomElement(using: &random)!
        let amount = ["0.10", "90000", "7.5", "0.007", "100"].randomElement(using: &random)!
        let time = Timestamp(milliseconds: moment)!
        try scribe.write(
          .project("P-1"), Samples.submission(id, on: "P-1", route: route(amount, of: person)),
          to: store)
        if index % 10 > 0 {
          try scribe.write(
            .project("P-1"), [.request(.approved(request: id))], at: time, to: store)
        }
        written.append(
          (
            bearer(person),
            Weight(
              request: id, amount: Decimal(amount)!, tookEffect: index % 10 > 0 ? time : nil)
          ))
      }
      let reader = try open()
      for bearers in [[bearer("li")], [bearer("wang"), bearer("li")], [bearer("nobody")]] {
        for start in moments + [midnight - 1, midnight + 86_400_000 * 3, midnight + 86_400_000 * 9]
        {
          let from = Timestamp(milliseconds: start)!
          let theirs = written.filter { bearers.contains($0.bearer) }.map(\.weight)
          let past = theirs.filter { weight in weight.tookEffect.map { $0 >= from } ?? false }
          let found = try reader.weights(of: bearers, from: from)
          #expect(found.count == past.count)
          #expect(found.sum == past.reduce(.zero) { try! $0.adding($1.amount) })
          #expect(
            found.open.map(\.request)
              == theirs.reversed().filter { $0.tookEffect == nil }.map(\.request))
          let last = past.sorted {
            ($0.tookEffect!, $0.request.number!) > ($1.tookEffect!, $1.request.number!)
          }
          #expect(found.latest == Array(last.prefix(20)))
        }
      }
    },
    StoreContract("what takes effect at one instant under one name all adds up") { open in
      var (store, scribe) = try founded(open)
      let projects = (1...6).map { ProjectID("P-\($0)") }
      for (index, project) in projects.enumerated() {
        try scribe.write(.project(project), Samples.opening(project), to: store)
        try scribe.write(.project(project), filing(index + 1, "0.10", on: project), to: store)
      }
      let handles = try projects.map { _ in try open() }
      let known = scribe
      let appended = try handles.indices.inParallel { index in
        var scribe = known
        let batch = try scribe.batch(
          .project(projects[index]), command: CommandID("effect-\(index)"),
          [.request(.approved(request: RequestID("R-\(index + 1)")))])
        return try handles[index].append(batch)
      }
      #expect(appended == projects.map { _ in .done })
      let found = try store.weights(of: [bearer("li")], from: Timestamp(seconds: 0)!)
      #expect(found.count == 6 && found.sum == Decimal("0.6"))
      #expect(found.latest.count == 6 && found.open.isEmpty)
    },
    StoreContract("what a request weighed before it was filed again is over") { open in
      var (store, scribe) = try founded(open)
      try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
      try scribe.write(.project("P-1"), filing(1, "60000"), to: store)
      try scribe.write(
        .project("P-1"),
        [
          Samples.returning("R-1", to: nil),
          .request(
            .resubmitted(
              request: "R-1", content: [:], reason: "", contentDigest: Samples.digest,
              route: route("30000", of: "wang"))),
        ], to: store)
      let from = Timestamp(seconds: 0)!
      #expect(try store.weights(of: [bearer("li")], from: from) == nothing)
      #expect(
        try store.weights(of: [bearer("wang")], from: from).open.map(\.amount)
          == [Decimal(30_000)])
    },
    StoreContract("a decision by weights that are others by now is a conflict") { open in
      var (store, scribe) = try founded(open)
      for project in ["P-1", "P-2"] as [ProjectID] {
        try scribe.write(.project(project), Samples.opening(project), to: store)
      }
      let before = WeightsRead(
        bearers: [bearer("li")], from: Timestamp(seconds: 0)!, found: nothing)
      let late = reading(before, try scribe.batch(.project("P-2"), filing(2, "5", on: "P-2")))
      try scribe.write(.project("P-1"), filing(1, "5"), to: store)
      try expectConflict(late, store, scribe)
      let found = try store.weights(of: before.bearers, from: before.from)
      let now = WeightsRead(bearers: before.bearers, from: before.from, found: found)
      #expect(try store.append(reading(now, late)) == .done)
    },
    StoreContract("of many who file by the same weights at one instant one is first") { open in
      var (store, scribe) = try founded(open)
      let projects = (1...4).map { ProjectID("P-\($0)") }
      for project in projects {
        try scribe.write(.project(project), Samples.opening(project), to: store)
      }
      let handles = try projects.map { _ in try open() }
      let known = scribe
      let read = WeightsRead(
        bearers: [bearer("li")], from: Timestamp(seconds: 0)!, found: nothing)
      let won = try handles.indices.inParallel { index in
        var scribe = known
        let batch = try scribe.batch(
          .project(projects[index]), command: CommandID("race-\(index)"),
          filing(index + 1, "5", on: projects[index]))
        return try handles[index].append(reading(read, batch)) == .done ? 1 : 0
      }
      #expect(won.reduce(0, +) == 1)
      #expect(try store.weights(of: read.bearers, from: read.from).open.count == 1)
    },
    StoreContract("a project is found by those whom its open matters concern") { open in
      var (store, scribe) = try founded(open)
      for project in ["P-2", "P-10"] as [ProjectID] {
        try scribe.write(.project(project), Samples.opening(project), to: store)
      }
      func draft(_ reason: String) -> Event {
        .project(
          .drafted(action: "adjust", content: reason.isEmpty ? [:] : ["a": "1"], reason: reason))
      }
      #expect(try store.projects(concerning: [.person("eve")]) == [])
      // Whoever holds a role of a project may owe it something.
      #expect(try store.projects(concerning: [.person("ada")]) == ["P-2", "P-10"])
      try scribe.write(.project("P-10"), by: "eve", [draft("later")], to: store)
      try scribe.write(.project("P-2"), by: "eve", [draft("later")], to: store)
      try scribe.write(
        .project("P-2"), [.project(.nominated(role: "sponsor", person: "wu"))], to: store)
      #expect(try open().projects(concerning: [.person("eve"), .person("wu")]) == ["P-2", "P-10"])
      #expect(try open().projects(concerning: [.person("wu"), .conditions]) == ["P-2"])
      try scribe.write(.project("P-2"), by: "eve", [draft("")], to: store)
      #expect(try open().projects(concerning: [.person("eve")]) == ["P-10"])
      #expect(try open().projects(concerning: [.person("ad"), .oversight]) == [])
      try scribe.write(
        .project("P-10"),
        [.project(.reviewDue("R-1", on: Samples.day, letPassBy: ["li"]))], to: store)
      #expect(try open().projects(concerning: [.oversight]) == ["P-10"])
      #expect(try open().projects(concerning: []) == [])
    },
    StoreContract("projects with open requests are found by their policy") { open in
      var (store, scribe) = try founded(open)
      for project in ["P-2", "P-10"] as [ProjectID] {
        try scribe.write(.project(project), Samples.opening(project), to: store)
        try scribe.write(
          .project(project),
          Samples.submission(RequestID("R-\(project.text.dropFirst(2))"), on: project),
          to: store)
      }
      try scribe.write(.project("P-11"), Samples.opening("P-11"), to: store)
      #expect(try open().projects(withOpenRequestsUnder: "standard") == ["P-2", "P-10"])
      #expect(try open().projects(withOpenRequestsUnder: "other") == [])
      try scribe.write(
        .project("P-2"), [.request(.withdrawn(request: "R-2", comment: ""))], to: store)
      #expect(try open().projects(withOpenRequestsUnder: "standard") == ["P-10"])
    },
  ]

  private static let nothing = FoundWeights(open: [], past: [], latest: [])

  private static let tenth = Decimal(coefficient: 1, scale: 1)!

  private static func bearer(_ person: String) -> WeightBearer {
    WeightBearer(text: "standard asked submitter \(person)")
  }

  private static func route(_ amount: String, of person: String) -> Route {
    var route = Samples.route
    route.windows = [
      WindowSum(
        title: Bilingual("Asked for", zh: "申请总额"), weight: Decimal(amount)!,
        others: OtherWeights(
          window: "asked", bearer: bearer(person), since: Samples.day, sum: .zero, count: 0,
          latest: []))
    ]
    return route
  }

  private static func filing(_ number: Int, _ amount: String, on project: ProjectID = "P-1")
    -> [Event]
  {
    Samples.submission(
      RequestID("R-\(number)"), on: project, route: route(amount, of: "li"))
  }

  /// The same batch, decided by these weights.
  private static func reading(_ read: WeightsRead, _ batch: Batch) -> Batch {
    Batch(
      envelope: batch.envelope, fingerprint: batch.fingerprint, order: batch.order,
      stream: batch.stream, expectedVersion: batch.expectedVersion,
      workspaceVersion: batch.workspaceVersion, events: batch.events, after: batch.after,
      touched: batch.touched, notifications: batch.notifications, alarms: batch.alarms,
      read: [read])
  }
}
