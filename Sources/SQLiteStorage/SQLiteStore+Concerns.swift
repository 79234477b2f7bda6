import Engine
import GRDB

extension SQLiteStore {
  public func projects(concerning concerns: [Concern]) throws -> [ProjectID] {
    try perform { db in
      var numbers: Set<Int> = []
      for concern in Set(concerns) {
        for row in try db.rows(.projectsConcerning, [concern.text]) {
          numbers.insert(try row.value(0))
        }
      }
      return numbers.sorted().map(ProjectID.init(number:))
    }
  }

  public func projects(withOpenRequestsUnder policy: PolicyName) throws -> [ProjectID] {
    try perform { db in
      let numbers = try db.rows(.projectsWithOpenRequests, [policy.text]).map {
        try $0.value(0) as Int
      }
      return Set(numbers).sorted().map(ProjectID.init(number:))
    }
  }
}

extension Database {
  /// Writes whom a project concerns from now on.
  func write(_ concerns: Set<Concern>, ofProject number: Int) throws {
    try run(.deleteConcerns, [number])
    for concern in concerns { try run(.insertConcern, [concern.text, number]) }
  }
}
