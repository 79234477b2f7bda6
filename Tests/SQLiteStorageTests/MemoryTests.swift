import Engine
import SQLiteStorage
import TestKit
import Testing

/// What one process remembers of the records when another has changed them.
@Suite struct StaleMemory {
  /// Two stores on one file, of which the second has seen a request that waits for its first signature.
  private func withTwo(
    _ scenario: (
      _ first: Company<SQLiteStore>, _ second: Company<SQLiteStore>, RequestID, Engine.Stream,
      Request.Binding
    ) throws -> Void
  ) throws {
    try TemporaryFolder.with { folder in
      let path = folder.path("workspace.sqlite")
      let first = try SmallCompany.company(try SQLiteStore.create(at: path, sha256: sha256))
      let project = try SmallCompany.runningProject(in: first)
      let change = try #require(
        try first.submit(
          "change", on: project, by: "li", ["budget": "126000", "reason": "prices rose"]))
      let second = try Company(try SQLiteStore.open(at: path, sha256: sha256))
      second.now = first.now
      let (request, stream) = try second.request(change)
      _ = try second.service.store.workspace()
      #expect(second.service.store.remembered(project)?.project?.requests[change] == request)
      try scenario(first, second, change, stream, request.binding)
    }
  }

  private func approve(
    _ request: RequestID, _ binding: Request.Binding, by person: PersonID, on stream: Engine.Stream,
    _ company: Company<SQLiteStore>, id: CommandID
  ) throws -> ApprovalService<SQLiteStore>.Outcome {
    try company.order(
      person, .answer(request, .approve(binding, comment: "")), on: stream, id: id)
  }

  @Test func doesNotRefuseWhatIsAllowedByNow() throws {
    try withTwo { first, second, request, stream, binding in
      _ = try approve(request, binding, by: "chen", on: stream, first, id: "a")
      // As the second remembers it, it is not Zhao's turn.
      let outcome = try approve(request, binding, by: "zhao", on: stream, second, id: "b")
      #expect(!outcome.isRepetition)
      #expect(try first.request(request).request.status == .pending)
    }
  }

  @Test func doesNotAllowWhatIsRefusedByNow() throws {
    try withTwo { first, second, request, stream, binding in
      try first.reject(request, by: "chen")
      let before = try first.service.store.project(ProjectID("P-1"))
      #expect {
        try approve(request, binding, by: "chen", on: stream, second, id: "b")
      } throws: { ($0 as? Refusal)?.code == .notPending }
      #expect(try first.service.store.project(ProjectID("P-1")) == before)
    }
  }

  @Test func doesNotLetInWhoHasLeft() throws {
    try withTwo { first, second, request, stream, binding in
      try first.order("admin", .leave("chen"), on: .workspace)
      #expect {
        try approve(request, binding, by: "chen", on: stream, second, id: "b")
      } throws: { ($0 as? Refusal)?.code == .inactivePerson }
    }
  }

  @Test func doesNotDoTwiceWhatAnotherProcessHasDone() throws {
    try withTwo { first, second, request, stream, binding in
      let done = try approve(request, binding, by: "chen", on: stream, first, id: "a")
      let again = try approve(request, binding, by: "chen", on: stream, second, id: "a")
      #expect(!done.isRepetition && again.isRepetition)
      #expect(done.events == again.events)
    }
  }
}
