import Engine
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SQLiteStore {
  /// Copies the workspace as it is at one moment into a new file, readable by its owner alone, while others go on working.
  ///
  /// Throws `StoreFailure.exists` when anything lies there. What is cut short leaves nothing that opens as a workspace.
  public func backUp(to path: String) throws(StoreFailure) {
    switch Self.makeFile(path) {
    case 0: break
    case EEXIST: throw .exists(path)
    case let code: throw Self.failure(code, path)
    }
    do {
      let copy = try DatabaseQueue(path: path)
      try queue.backup(to: copy)
      try copy.close()
      Self.syncFolder(of: path)
    } catch {
      unlink(path)
      unlink("\(path)-journal")
      throw StoreFailure(error, path: path)
    }
  }

  /// Replaces everything in the file by what another file holds, in one transaction: who has it open sees the one or the
  /// other. What was there is gone; keep a copy of it first.
  public func replace(with source: SQLiteStore) throws(StoreFailure) {
    do {
      try source.queue.backup(to: queue)
    } catch {
      throw StoreFailure(error, path: path)
    }
    cache.withLock { $0 = RecordCache() }
  }

  /// Gives a file a new name where none of that name is, on the disk when this returns; false: there is one.
  public static func rename(_ path: String, to new: String) throws(StoreFailure) -> Bool {
    // A link fails where the name is taken; renaming would overwrite.
    guard link(path, new) == 0 else {
      if errno == EEXIST { return false }
      throw failure(errno, new)
    }
    syncFolder(of: new)
    unlink(path)
    syncFolder(of: path)
    return true
  }

  /// The name of a new file is on the disk only when its folder is.
  private static func syncFolder(of path: String) {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let file = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return }
    fsync(file)
    close(file)
  }
}
