import CEL
import Foundation

/// The conformance cases, from the file that `CEL_CASES` names or from the shared data.
enum ConformanceData {
  /// Extensions that this product has no use for; skipped by name, aloud.
  static let skippedFiles: Set<String> = ["block_ext", "network_ext"]

  static let path =
    ProcessInfo.processInfo.environment["CEL_CASES"]
    ?? URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "../shared/conformance/cel.jsonl").path

  /// nil: there is no data here.
  static let cases: [ConformanceCase]? = {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    return text.split(separator: "\n").map { line in
      do {
        let json = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try ConformanceCase(json as? [String: Any] ?? [:])
      } catch {
        fatalError("malformed case: \(error) in \(line)")
      }
    }
  }()

  static let files: [String] = {
    var seen: Set<String> = []
    return (cases ?? []).map(\.file).filter { seen.insert($0).inserted }
  }()

  /// Whether it is a failure that no case ran: where somebody counts on them.
  static var mustRun: Bool {
    let environment = ProcessInfo.processInfo.environment
    return environment["CI"] == "true" || environment["CEL_CASES"] != nil
  }

  /// Zones by the system's database.
  static let timeZones = TimeZoneRules { name, seconds in
    TimeZone(identifier: name).map {
      Int32($0.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
    }
  }
}
