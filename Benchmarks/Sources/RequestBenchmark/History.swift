import Engine
import SQLiteStorage

/// A workspace with a past: how a new version of a policy would have dealt with it is measured on this.
func prepare(_ path: String, projects: Int, each: Int) throws {
  let company = try Company(try SQLiteStore.create(at: path, sha256: sha256))
  let administrator = SmallCompany.people[0]
  // The command line acts as these people.
  try company.order(
    administrator.id,
    .found(name: "benchmark", administrator: administrator, allowsActingAs: true), on: nil)
  try company.order(
    administrator.id, .importPeople(Array(SmallCompany.people.dropFirst())), on: .workspace)
  try company.publish(SmallCompany.sources, as: administrator.id)
  for _ in 0..<projects {
    // It was begun with one request of its own.
    let project = try SmallCompany.runningProject(in: company)
    for request in 1..<each {
      // From 100,500 on, half of them above the limit of 20 %.
      let budget = 100_000 + 500 * request % 40_000
      guard
        let id = try company.submit(
          "change", on: project, by: "li", ["budget": "\(budget)", "reason": "prices rose"])
      else { throw Problem.notPrepared }
      try company.reject(id, by: "chen")
    }
  }
}
