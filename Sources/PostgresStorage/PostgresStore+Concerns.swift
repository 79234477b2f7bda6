import Engine

extension PostgresStore {
  public func projects(concerning concerns: [Concern]) throws -> [ProjectID] {
    try rows(.projectsConcerning, [.texts(Set(concerns).map(\.text))]).map {
      ProjectID(number: try $0.integer(0))
    }
  }

  public func projects(withOpenRequestsUnder policy: PolicyName) throws -> [ProjectID] {
    try rows(.projectsWithOpenRequests, [.text(policy.text)]).map {
      ProjectID(number: try $0.integer(0))
    }
  }
}
