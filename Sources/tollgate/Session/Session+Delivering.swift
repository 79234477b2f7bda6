import CEL
import Delivery
import Diagnostics
import Engine
import PolicyFiles

extension Session {
  /// Whoever delivers this workspace's notifications as a document says. A missing secret is told before anything is sent.
  func deliverer(_ file: DeliveryFile) throws -> Deliverer {
    let plan = try NotifyDocument.read(try Rulebooks.source(file.path))
    let isTrial = workspace.allowsActingAs
    let start = now
    do throws(DeliveryProblem) {
      return try Deliverer(
        store, plan,
        secrets: SecretReading(folder: file.folder, environment: Speech.environment),
        language: Speech.language,
        // In a trial whose time was set, time stands still.
        now: { isTrial && Speech.environment("TOLLGATE_NOW") != nil ? start : Clock.now },
        chance: { Double.random(in: 0..<1) })
    } catch {
      throw Failure.system(error.reason, help: nil)
    }
  }

  /// What would be delivered now, the longest waiting first.
  func dueNotifications(limit: Int) throws -> [OutboxEntry] {
    try store.outbox(.pending, limit: limit).filter { $0.time <= now }
  }
}

/// The document that says where notifications go.
struct DeliveryFile {
  static let name = "notify.yaml"

  let path: String

  /// The one that was given, else the one beside the workspace.
  init(_ option: String?, workspace: String) {
    path = option ?? Self.beside(workspace)
  }

  var folder: String { Self.folder(of: path) }

  private static func beside(_ workspace: String) -> String {
    let folder = folder(of: workspace)
    return folder.isEmpty ? name : folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }

  /// Empty: the current folder.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
