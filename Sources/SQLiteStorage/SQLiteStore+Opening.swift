import Engine
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SQLiteStore {
  /// Makes a new workspace file, readable by its owner alone, and opens it.
  ///
  /// A file that was begun and never founded, because the process died, is taken over. Throws `StoreFailure.exists`
  /// when anything else lies there.
  public static func create(at path: String, sha256: @escaping DigestFunction)
    throws(StoreFailure) -> SQLiteStore
  {
    switch makeFile(path) {
    case 0: break
    case EEXIST: guard try isUnfounded(path) else { throw .exists(path) }
    case let code: throw failure(code, path)
    }
    let queue = try connect(path, readOnly: false)
    do {
      try Schema.migrator.migrate(queue)
    } catch {
      throw StoreFailure(error, path: path)
    }
    return SQLiteStore(path: path, queue: queue, sha256: sha256)
  }

  /// Opens the workspace in a file, and brings an older file up to date.
  ///
  /// Throws `StoreFailure.notAWorkspace` for a file that is not there or is another program's, `.tooNew` for one
  /// that a newer version has brought up to its own date, and `.tooOld` for an older one that is opened `readOnly`.
  public static func open(at path: String, readOnly: Bool = false, sha256: @escaping DigestFunction)
    throws(StoreFailure) -> SQLiteStore
  {
    guard access(path, F_OK) == 0 else { throw .notAWorkspace(path) }
    let queue = try connect(path, readOnly: readOnly)
    do {
      let isCurrent = try queue.unsafeRead { db in
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
          throw StoreFailure.notAWorkspace(path)
        }
        let applied = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations")
        let known = Schema.migrator.migrations
        if let newer = applied.first(where: { !known.contains($0) }) {
          throw StoreFailure.tooNew(found: newer)
        }
        return applied.count == known.count
      }
      if !isCurrent {
        guard !readOnly else { throw StoreFailure.tooOld(path) }
        try Schema.migrator.migrate(queue)
      }
    } catch {
      throw StoreFailure(error, path: path)
    }
    return SQLiteStore(path: path, queue: queue, sha256: sha256)
  }

  /// Whether nothing has happened in the file: it is empty, or was being made when the process died.
  private static func isUnfounded(_ path: String) throws(StoreFailure) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { throw failure(errno, path) }
    guard status.st_size > 0 else { return true }
    guard let queue = try? connect(path, readOnly: false) else { return false }
    let isUnfounded = try? queue.unsafeRead { db in
      guard try Int.fetchOne(db, sql: "PRAGMA application_id") != Schema.applicationID else {
        return try Int.fetchOne(db, sql: "SELECT 1 FROM events LIMIT 1") == nil
      }
      // The list of migrations is made before the first of them.
      return try Int.fetchOne(
        db, sql: "SELECT 1 FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'") == nil
    }
    return isUnfounded ?? false
  }

  private static func connect(_ path: String, readOnly: Bool) throws(StoreFailure) -> DatabaseQueue
  {
    var configuration = Configuration()
    configuration.readonly = readOnly
    configuration.busyMode = .callback(waitForTurn)
    configuration.prepareDatabase { db in
      try db.execute(sql: readOnly ? guards : guards + durability)
    }
    do {
      return try DatabaseQueue(path: path, configuration: configuration)
    } catch {
      throw StoreFailure(error, path: path)
    }
  }

  /// A damaged or hostile file must not make SQLite run what its schema says, nor read beyond a cell.
  private static let guards = """
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
    PRAGMA temp_store = MEMORY;
    """

  /// A rollback journal whose end is synced like everything else: docs/decisions/2026-11-21-sqlite-journal.md says why.
  private static let durability = """
    PRAGMA journal_mode = TRUNCATE;
    PRAGMA synchronous = FULL;
    """

  /// Waits a little while another process writes; false gives up, after about ten seconds.
  ///
  /// Everybody waits for equally long stretches of random length, so nobody who came early comes last for ever.
  private static let waitForTurn: Database.BusyCallback = { tries in
    usleep(UInt32.random(in: 500...3500))
    return tries < 5000
  }

  static func failure(_ code: Int32, _ path: String) -> StoreFailure {
    switch code {
    case EROFS, EACCES, EPERM: .readOnly(path)
    case ENOSPC, EDQUOT: .full(path)
    case ENOENT, ENOTDIR: .notAWorkspace(path)
    default: .failed("\(path): \(String(cString: strerror(code)))")
    }
  }

  /// Makes an empty file that only its owner reads; 0 or an error of the operating system.
  static func makeFile(_ path: String) -> Int32 {
    let file = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
    guard file >= 0 else { return errno }
    close(file)
    return 0
  }
}
