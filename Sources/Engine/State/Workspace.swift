import CEL
import Diagnostics

/// The company's own record: its directory, its published policies, and the requests to publish.
///
/// Its coded form is without version and requests, which stores keep by themselves.
public struct Workspace: Sendable, Hashable, Codable, RequestHolder {
  /// Directory and policies may ask each other for a long time; the bound keeps a workspace loadable in one read.
  public static let maximumPeople = 100_000

  public let name: String
  public let foundedAt: Timestamp
  /// Whether people may act as others (`--as`): for trials and demonstrations, never for real decisions.
  public let allowsActingAs: Bool
  /// The number of events so far.
  public package(set) var version = 0
  public internal(set) var directory: Directory
  public internal(set) var policies: [PolicyName: Published]
  /// The open ones.
  public package(set) var requests: [RequestID: Request] = [:]

  private enum CodingKeys: CodingKey {
    case name, foundedAt, allowsActingAs, directory, policies
  }

  /// The version of a policy in force for new requests.
  public struct Published: Sendable, Hashable, Codable {
    public let workflow: WorkflowName
    public let rulebook: Digest
    /// 1 for the first.
    public let edition: Int
    public let at: Timestamp
    /// Its duties, each since when it has had it without a break.
    public internal(set) var duties: [DutyName: Timestamp]
  }
}
