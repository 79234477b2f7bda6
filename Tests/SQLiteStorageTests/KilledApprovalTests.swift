import Engine
import Foundation
import SQLiteStorage
import TestKit
import Testing

/// The program itself dies at every write of its last, decisive approval: the decision is wholly there or absent.
@Suite struct AKilledApproval {
  @Test func leavesTheDecisionWhollyThereOrWhollyAbsent() throws {
    let faults = try Faults()
    let tollgate = try #require(Program("tollgate"))
    try TemporaryFolder.with { folder in
      let (project, request) = try makeLastApproval(in: folder)
      let original = try Data(contentsOf: URL(fileURLWithPath: folder.workspacePath))
      let command = [
        "approve", request.text, "--as", "sun", "-m", "ok", "--workspace", folder.workspacePath,
        "--command-id", "last",
      ]
      let before = try #require(try folder.openWorkspace().project(project))

      var (moment, thereAfter) = (0, [Int]())
      var after: Project?
      while true {
        moment += 1
        try faults.reset(folder, to: original)
        let killed = try tollgate.run(
          command, environment: faults.environment(folder, fault: "kill", at: moment))
        let survived = try faults.calls(folder).count < moment
        #expect(killed.status == (survived ? 0 : -SIGKILL), "\(killed.errors)")

        let store = try folder.openWorkspace()
        #expect(try store.check() == [], "killed at \(moment)")
        let found = try #require(try store.project(project))
        let history = try store.history(of: .project(project), after: 0, limit: 1000)
        #expect(history.count == found.version, "killed at \(moment)")
        if found.version != before.version {
          thereAfter.append(moment)
          after = after ?? found
          #expect(try store.request(request)?.request.status == .approved)
          #expect(try store.receipt("last")?.versions.upperBound == found.version)
          #expect(found.baseline == after?.baseline)
        } else {
          #expect(found == before, "killed at \(moment)")
          #expect(try store.receipt("last") == nil, "killed at \(moment)")
        }
        // Sent again, the command is carried out once, whatever the kill left.
        let again = try tollgate.run(command)
        #expect(again.status == 0, "killed at \(moment): \(again.errors)")
        let final = try #require(try folder.openWorkspace().project(project))
        // Signed, approved, recorded as the form's content, the new baseline.
        #expect(final.version == before.version + 4, "killed at \(moment)")
        if survived { break }
      }
      #expect(moment > 20)
      #expect(after?.baseline["budget"] != before.baseline["budget"])
      Endurance.tell(1, "kill points of the last approval", moment - 1)
    }
  }

  /// A request that only the executive has still to sign, in a workspace made for trials.
  private func makeLastApproval(in folder: TemporaryFolder) throws -> (ProjectID, RequestID) {
    let store = try SQLiteStore.create(at: folder.workspacePath, sha256: sha256)
    let company = try Company(store)
    let administrator = SmallCompany.people[0]
    try company.order(
      administrator.id,
      .found(name: "test", administrator: administrator, allowsActingAs: true), on: nil)
    try company.order(
      administrator.id, .importPeople(Array(SmallCompany.people.dropFirst())), on: .workspace)
    try company.publish(SmallCompany.sources, as: administrator.id)
    let project = try SmallCompany.runningProject(in: company)
    let request = try #require(
      try company.submit(
        "change", on: project, by: "li", ["budget": "126000", "reason": "prices rose"]))
    for person: PersonID in ["chen", "zhao", "qian"] { try company.approve(request, by: person) }
    return (project, request)
  }
}
