import Engine
import GRDB
import Synchronization

/// A workspace in one SQLite file.
///
/// Any number of processes may have the file open; each decision is one transaction that is on the disk when `append`
/// returns. One value serves all threads of a process, one at a time.
///
/// DANGER: after the disk failed to take a write, what the file holds is known only to whoever opens it anew. The
/// store then refuses all further work with the same failure.
public final class SQLiteStore: Store {
  let path: String
  let queue: DatabaseQueue
  private let turn = Turn()
  let sha256: DigestFunction
  let cache = Mutex(RecordCache())
  /// What broke the connection; nil: nothing has.
  private let breakage = Mutex<StoreFailure?>(nil)

  init(path: String, queue: DatabaseQueue, sha256: @escaping DigestFunction) {
    self.path = path
    self.queue = queue
    self.sha256 = sha256
  }

  public func beginning(of command: CommandID, on project: ProjectID?) throws -> Beginning {
    try turn.take {
      Beginning(
        receipt: try receipt(command), workspace: try workspace(),
        project: try project.flatMap { try self.project($0) })
    }
  }

  public func remembered(_ project: ProjectID) -> Beginning? {
    cache.withLock { cache in
      guard let workspace = cache.workspace, let project = cache[project] else { return nil }
      return Beginning(receipt: nil, workspace: workspace, project: project)
    }
  }

  /// Works on the connection; errors come out as `StoreFailure`.
  func perform<T>(_ work: (Database) throws -> T) throws(StoreFailure) -> T {
    if let breakage = breakage.withLock({ $0 }) { throw breakage }
    do {
      return try turn.take { try queue.unsafeRead(work) }
    } catch {
      throw StoreFailure(error, path: path)
    }
  }

  /// Writes in one transaction that nobody else can come between; false rolls it back.
  func transact(_ work: (Database) throws -> Bool) throws(StoreFailure) -> Bool {
    if let breakage = breakage.withLock({ $0 }) { throw breakage }
    do {
      return try turn.take {
        try queue.writeWithoutTransaction { db in
          var isDone = false
          try db.inTransaction(.immediate) {
            isDone = try work(db)
            return isDone ? .commit : .rollback
          }
          return isDone
        }
      }
    } catch let error as DatabaseError where error.isTaken {
      return false
    } catch {
      let failure = StoreFailure(error, path: path)
      if (error as? DatabaseError)?.breaksTheConnection == true {
        breakage.withLock { $0 = failure }
      }
      throw failure
    }
  }
}
