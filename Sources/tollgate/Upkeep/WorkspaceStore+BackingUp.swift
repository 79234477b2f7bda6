import Audit
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
    let report = try Auditor(
      store, timeZones: Clock.zones, sha256: Hashing.sha256, compile: Rulebooks.compile
    ).verify()
    guard report.verdict == .intact else {
      throw Failure.system(
        Bilingual(
          "`\(path)` is not what its own log says", zh: "`\(path)` 与其自身日志不符"),
        help: Bilingual(
          "`tollgate audit verify --workspace FILE` tells what was altered",
          zh: "`tollgate audit verify --workspace 文件` 可查明改动"))
    }
    return try store.inspect { try StoreDigest(of: $0, Hashing.sha256) }
  }
}
