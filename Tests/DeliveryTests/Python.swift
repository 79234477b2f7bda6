import Foundation
import TestKit
import Testing

/// Python's own `email`, `hmac` and `http.server`, which know nothing of our code.
enum Python {
  /// nil: there is none; said aloud, and an error where the tests must be whole.
  static func program() throws -> Program? {
    let found = try Program(path: "/usr/bin/env").run(["python3", "-c", "import email, hmac"])
    if found.status == 0 { return Program(path: "/usr/bin/env") }
    if ProcessInfo.processInfo.environment["CI"] == "true" {
      Issue.record("python3 is needed to check messages independently")
    } else {
      print("SKIPPED: no python3 to check messages with")
    }
    return nil
  }

  /// What a script prints as JSON when it is given a file.
  static func json(_ script: String, _ file: String) throws -> [[String: Any]]? {
    guard let program = try program() else { return nil }
    let result = try program.run(["python3", "-c", script, file])
    try #require(result.status == 0, "\(result.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
  }
}
