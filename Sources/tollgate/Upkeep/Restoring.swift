import Diagnostics
import Engine
import Glibc
import PostgresStorage
import SQLiteStorage

/// A verified backup on its way into the place of a workspace.
///
/// Everything that can be wrong is found before anything is touched. The backup itself is never opened: what is
/// verified, brought up to this version's date and put in place is a copy that nobody else knows.
struct Restoring {
  let address: String
  private let copy: String
  private let backup: SQLiteStore
  let digest: StoreDigest
  /// Events of the workspace that the backup has not.
  let lost: Int
  private let target: Target

  private enum Target {
    /// Nothing is there.
    case none
    case file(SQLiteStore)
    /// Something is there that does not open as a workspace.
    case damaged
    case server(Address)
  }

  init(backup path: String, address: String) throws {
    self.address = address
    copy = Self.copyPath(for: address)
    try Self.copyFile(path, to: copy)
    do {
      backup = try SQLiteStore.open(at: copy, sha256: Hashing.sha256)
      guard try backup.workspace() != nil else { throw StoreFailure.notAWorkspace(path) }
      digest = try WorkspaceStore.verified(backup, path)
      (target, lost) = try Self.look(at: address, besides: backup)
    } catch {
      unlink(copy)
      if case .notAWorkspace? = error as? StoreFailure { throw StoreFailure.notAWorkspace(path) }
      throw error
    }
  }

  private static func look(at address: String, besides backup: SQLiteStore) throws -> (Target, Int)
  {
    if let server = Address(address) {
      return (.server(server), 0)
    } else if access(address, F_OK) != 0 {
      return (.none, 0)
    } else if let store = try readable(address) {
      return (.file(store), try events(of: store, notIn: backup))
    } else {
      return (.damaged, 0)
    }
  }

  /// Removes the copy, whatever became of it.
  func cleanUp() { unlink(copy) }

  /// Puts the backup there. Returns the path under which what was there is kept; nil: nothing was.
  func carryOut() throws -> String? {
    switch target {
    case .none:
      try install()
      return nil
    case .file(let store):
      let kept = try freePath()
      try store.backUp(to: kept)
      try store.replace(with: backup)
      return kept
    case .damaged:
      let kept = try freePath()
      guard try SQLiteStore.rename(address, to: kept) else { throw StoreFailure.exists(kept) }
      // A journal belongs to the file beside which it lies.
      _ = try? SQLiteStore.rename("\(address)-journal", to: "\(kept)-journal")
      try install()
      return kept
    case .server:
      _ = try WorkspaceStore.create(address).take(over: backup, sha256: Hashing.sha256)
      return nil
    }
  }

  private func install() throws {
    guard try SQLiteStore.rename(copy, to: address) else { throw StoreFailure.exists(address) }
  }

  /// Beside the workspace, so that it can be given its name; for a server, where temporary files are.
  private static func copyPath(for address: String) -> String {
    let name = "restoring-\(CommandID.random)"
    guard Address(address) != nil else { return "\(address).\(name)" }
    return "\(Speech.environment("TMPDIR") ?? "/tmp")/tollgate.\(name)"
  }

  /// Copies a file to a new one that only its owner reads, and waits until it is on the disk.
  private static func copyFile(_ path: String, to copy: String) throws {
    let source = open(path, O_RDONLY | O_CLOEXEC)
    guard source >= 0 else { throw Failure.unreadable(path) }
    defer { close(source) }
    let target = open(copy, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard target >= 0 else { throw Failure.unreadable(copy) }
    defer { close(target) }
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = read(source, &buffer, buffer.count)
      if count == 0, fsync(target) == 0 { return }
      guard count > 0, write(target, buffer, count) == count else {
        unlink(copy)
        throw Failure.unreadable(count > 0 ? copy : path)
      }
    }
  }

  private func freePath() throws -> String {
    let path = "\(address).replaced-\(Clock.now.seconds)"
    guard access(path, F_OK) != 0 else { throw StoreFailure.exists(path) }
    return path
  }

  /// nil: it is damaged. Throws when it is in order but cannot be used now.
  private static func readable(_ path: String) throws -> SQLiteStore? {
    do {
      let store = try SQLiteStore.open(at: path, sha256: Hashing.sha256)
      return try store.check().isEmpty ? store : nil
    } catch let failure as StoreFailure {
      switch failure {
      case .corrupt, .notAWorkspace: return nil
      case .exists, .busy, .readOnly, .full, .tooNew, .tooOld, .failed: throw failure
      }
    }
  }

  /// How many events stand in a log after the last one that another has too.
  private static func events(of store: SQLiteStore, notIn other: SQLiteStore) throws -> Int {
    try store.inspect { mine in
      try other.inspect { theirs in
        var (count, common) = (0, 0)
        while true {
          let page = try mine.log(after: count, limit: 1_000)
          if common == count {
            let same = zip(page, try theirs.log(after: count, limit: 1_000)).prefix { $0 == $1 }
            common += same.count
          }
          count += page.count
          if page.count < 1_000 { return count - common }
        }
      }
    }
  }
}
