import Foundation

/// A folder for one test, removed when it ends.
public struct TemporaryFolder: Sendable {
  public let url: URL

  public static func with<T>(_ work: (TemporaryFolder) throws -> T) throws -> T {
    let url = FileManager.default.temporaryDirectory
      .appendingPathComponent("tollgate-test-\(UUID().uuidString)", isDirectory: true)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: url) }
    return try work(TemporaryFolder(url: url))
  }

  public func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}
