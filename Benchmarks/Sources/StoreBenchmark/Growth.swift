import Engine
import SQLiteStorage

/// What one decision takes when the log has 10³, 10⁴, … events: the median of some hundred, each an approval by another person.
func growth(_ path: String, upTo events: Int) throws {
  let company = try founded(path)
  var written = 0
  var mark = 1_000
  while mark <= events {
    while written < mark {
      written += try decideProject(in: company).events
    }
    var times: [Double] = []
    for _ in 0..<75 {
      let (took, more) = try decideProject(in: company)
      times += took
      written += more
    }
    let median = times.sorted()[times.count / 2]
    print(#"{"name": "\#(mark)", "nanoseconds": \#(median), "decisions": \#(times.count)}"#)
    mark *= 10
  }
}

/// A project and a change of its budget that four people approve: how long each of the four decisions took, and how many events
/// the project has.
private func decideProject(in company: Company<SQLiteStore>) throws -> (
  took: [Double], events: Int
) {
  let project = try SmallCompany.runningProject(in: company)
  let change = try company.submit(
    "change", on: project, by: "li", ["budget": "126000", "reason": "prices rose"])
  guard let change else { throw Usage() }
  let clock = ContinuousClock()
  let took = try (["chen", "zhao", "qian", "sun"] as [PersonID]).map { person in
    let start = clock.now
    try company.approve(change, by: person, comment: "同意")
    let (seconds, attoseconds) = (clock.now - start).components
    return Double(seconds) * 1e9 + Double(attoseconds) / 1e9
  }
  return (took, try company.project(project).version)
}
