import Foundation

/// A folder for one test, removed when it ends.
public struct TemporaryFolder: Sendable {
  public let url: URL

  /// A folder inside of one, which goes with it.
  public init(url: URL) { self.url = url }

  /// In memory where the system offers that: what is tested is what is written, not the disk.
  private static var parent: URL {
    let memory = URL(fileURLWithPath: "/dev/shm", isDirectory: true)
    return FileManager.default.isWritableFile(atPath: memory.path)
      ? memory : FileManager.default.temporaryDirectory
  }

  public static func with<T>(_ work: (TemporaryFolder) throws -> T) throws -> T {
    let url =
      parent
      .appendingPathComponent("tollgate-test-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    defer {
      try? FileManager.default.removeItem(at: url)
      try? FileManager.default.removeItem(atPath: url.path + ".log")
    }
    return try work(TemporaryFolder(url: url))
  }

  public func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
