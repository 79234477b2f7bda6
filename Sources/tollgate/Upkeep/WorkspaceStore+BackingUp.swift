import Diagnostics
import Engine
import Glibc
import SQLiteStorage

extension WorkspaceStore {
  /// Copies the workspace as it is at one moment into a new file and reads that file again. Returns what it holds.
  func backUp(to path: String) throws -> StoreDigest {
    switch self {
    case .file(let store):
      // Page by page, by SQLite itself; then read as any workspace is.
      try store.backUp(to: path)
      do {
        return try Self.verified(try SQLiteStore.open(at: path, sha256: Hashing.sha256), path)
      } catch {
        unlink(path)
        throw error
      }
    case .server(let store):
      guard access(path, F_OK) != 0 else { throw StoreFailure.exists(path) }
      do {
        let copy = try SQLiteStore.create(at: path, sha256: Hashing.sha256)
        return try copy.take(over: store, sha256: Hashing.sha256)
      } catch {
        unlink(path)
        throw error
      }
    }
  }

  /// What a file holds of which nothing is wrong: neither with its pages nor with its log.
  static func verified(_ store: SQLiteStore, _ path: String) throws -> StoreDigest {
    let problems = try store.check()
    guard problems.isEmpty else { throw StoreFailure.corrupt("\(path): \(problems[0])") }
    guard try store.inspect(holdsItsLog) else {
      throw Failure.system(
        Bilingual(
          "the log of `\(path)` was altered: nothing was replaced",
          zh: "`\(path)` 的日志被改动：未取代任何内容"),
        help: Bilingual("take another backup", zh: "请改用其他备份"))
    }
    return try store.inspect { try StoreDigest(of: $0, Hashing.sha256) }
  }

  /// Whether every event has its place, and the digest of what it says.
  private static func holdsItsLog(_ view: some Inspection) throws -> Bool {
    var last = 0
    while true {
      let page = try view.log(after: last, limit: 1_000)
      for row in page {
        last += 1
        guard row.sequence == last, Hashing.sha256([0] + row.body).bytes == row.leaf else {
          return false
        }
      }
      if page.isEmpty { return true }
    }
  }
}
