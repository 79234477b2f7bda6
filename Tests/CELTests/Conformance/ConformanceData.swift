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

  /// A line of the data: a case, or what could not be read as one, which counts as failed.
  struct Line: Sendable {
    let file: String
    let content: Result<ConformanceCase, MalformedCase>

    init(_ text: Substring) {
      let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
      file = json?["file"] as? String ?? "unknown"
      content = Result { () throws(MalformedCase) in
        do { return try ConformanceCase(json ?? [:]) } catch {
          throw MalformedCase("\(error) in \(text)")
        }
      }
    }
  }

  /// Empty when there is no data here.
  static let lines: [Line] =
    (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").map(Line.init)
    ?? []

  static let files: [String] = {
    var seen: Set<String> = []
    return lines.map(\.file).filter { seen.insert($0).inserted }
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
