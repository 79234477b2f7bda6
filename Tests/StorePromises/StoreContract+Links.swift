import Engine
import TestKit
import Testing

extension StoreContract {
  static let links = [
    StoreContract("the projects under another are found, and told when they have ended") { open in
      var (store, scribe) = try family(open)
      #expect(try store.children(of: "P-1").map(\.id) == ["P-2", "P-3"])
      #expect(try store.children(of: "P-1").map(\.isOver) == [false, false])
      #expect(try store.children(of: "P-2") == [])
      try scribe.write(
        .project("P-3"), [.project(.moved(to: "done")), .project(.ended)], to: store)
      #expect(
        try open().children(of: "P-1")
          == [
            Child(
              id: "P-2", title: "Bid", workflow: "presales", stage: "intake", isOver: false),
            Child(id: "P-3", title: "Tower", workflow: "presales", stage: "done", isOver: true),
          ])
      try expectExactly(scribe, store)
    },
    StoreContract("a decision that looked at the projects below is a conflict when one has come") {
      open in
      var (store, scribe) = try family(open)
      let both: [ProjectID: Bool] = ["P-2": false, "P-3": false]
      let stale = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))], children: ["P-2": false])
      try expectConflict(stale, store, scribe)
      let fresh = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))], children: both)
      #expect(try store.append(fresh) == .done)
    },
    StoreContract("a decision that looked at the projects below is a conflict when one has ended") {
      open in
      var (store, scribe) = try family(open)
      let stale = try scribe.batch(
        .project("P-1"), [.project(.moved(to: "closed"))],
        children: ["P-2": false, "P-3": false])
      try scribe.write(.project("P-2"), [.project(.ended)], to: store)
      try expectConflict(stale, store, scribe)
    },
    StoreContract("opening under a project that has changed meanwhile is a conflict") { open in
      var (store, scribe) = try family(open)
      let stale = try scribe.batch(.project("P-4"), Samples.opening("P-4", parent: "P-1"))
      try scribe.write(.project("P-1"), [.project(.moved(to: "closed"))], to: store)
      try expectConflict(stale, store, scribe)
    },
    StoreContract("of a parent that closes and a child that opens at one instant one is first") {
      open in
      let (store, scribe) = try family(open)
      let handles = try (0..<4).map { _ in try open() }
      let won = try handles.indices.inParallel { index in
        var scribe = scribe
        let batch =
          index.isMultiple(of: 2)
          ? try scribe.batch(
            .project("P-1"), command: CommandID("close-\(index)"), [.project(.moved(to: "closed"))],
            children: ["P-2": false, "P-3": false])
          : try scribe.batch(
            .project("P-4"), command: CommandID("open-\(index)"),
            Samples.opening("P-4", parent: "P-1"))
        return try handles[index].append(batch) == .done
      }
      #expect(won.count(where: \.self) == 1)
      let isClosed = try store.project("P-1")?.stage == "closed"
      #expect(try store.children(of: "P-1").count == (isClosed ? 2 : 3))
    },
  ]

  /// A store with `P-2` and `P-3` under `P-1`.
  private static func family(_ open: Open) throws -> (any Store, Scribe) {
    var (store, scribe) = try asked(open)
    try scribe.write(
      .project("P-2"), Samples.opening("P-2", title: "Bid", parent: "P-1"), to: store)
    try scribe.write(.project("P-3"), Samples.opening("P-3", parent: "P-1"), to: store)
    return (store, scribe)
  }
}
