import Engine
import SQLiteStorage
import TestKit

extension TemporaryFolder {
  var workspacePath: String { path("workspace.sqlite") }

  /// A workspace file with request `R-1` of `P-1` waiting for its first signature, closed again; with its scribe.
  func makeWorkspace() throws -> Scribe {
    let store = try SQLiteStore.create(at: workspacePath, sha256: sha256)
    var scribe = Scribe()
    try scribe.write(.workspace, Samples.founding, to: store)
    try scribe.write(.project("P-1"), Samples.opening("P-1"), to: store)
    try scribe.write(.project("P-1"), Samples.submission("R-1", on: "P-1"), to: store)
    return scribe
  }

  func openWorkspace(readOnly: Bool = false) throws -> SQLiteStore {
    try SQLiteStore.open(at: workspacePath, readOnly: readOnly, sha256: sha256)
  }
}

extension SQLiteStore {
  /// Asks for everything that the file holds about the sample records.
  func readEverything() throws {
    _ = try workspace()
    _ = try project("P-1")
    _ = try request("R-1")
    _ = try history(of: .workspace, after: 0, limit: 100)
    _ = try history(of: .project("P-1"), after: 0, limit: 100)
    _ = try receipt("scribe-1")
    _ = try requests(awaiting: [.person("chen"), .role("executive")])
    _ = try peopleWithSuperiorsAddressed()
    _ = try requests(of: "P-1", limit: 10)
    _ = try projects(after: nil, limit: 10)
    _ = try nextProject()
    _ = try nextRequest()
  }
}
