import Engine
import TestKit
import Testing

@Suite(.needsServer) struct WatchingAWorkspace {
  @Test func aDecisionWakesWhoeverWaits() throws {
    let database = try TestDatabase()
    let store = try database.create()
    let watch = try database.open().watch()
    #expect(try !watch.wait(milliseconds: 50))
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: store)
    #expect(try watch.wait(milliseconds: 5_000))
    // Told once.
    #expect(try !watch.wait(milliseconds: 50))
  }

  @Test func whatWasRefusedWakesNobody() throws {
    let database = try TestDatabase()
    let store = try database.create()
    var scribe = Scribe()
    let batch = try scribe.batch(.workspace, Samples.founding)
    #expect(try store.append(batch) == .done)
    let watch = try store.watch()
    #expect(try store.append(batch) == .conflict)
    #expect(try !watch.wait(milliseconds: 100))
  }
}
