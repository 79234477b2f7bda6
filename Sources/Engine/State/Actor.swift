/// Who gives a command, and how the program knows.
public struct Actor: Sendable, Hashable, Codable {
  public let person: PersonID
  public let authentication: Authentication

  /// How a person was recognised. Stands in every record.
  public enum Authentication: Sendable, Hashable, Codable {
    /// The operating system says which account runs the program; the directory says whose it is.
    case account(String)
    /// Somebody on this account acted as the person, in a workspace made for trying things out.
    case actingAs(account: String)
  }

  public init(person: PersonID, authentication: Authentication) {
    self.person = person
    self.authentication = authentication
  }
}
