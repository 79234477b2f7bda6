import Foundation
import Testing

/// A script of the project that prints calculations with answers from another implementation.
struct Oracle {
  let name: String

  /// The lines the script prints; nil when it cannot run here, which is said aloud.
  ///
  /// With `CI=true` in the environment a missing interpreter is a failure instead.
  func lines(_ arguments: [String]) throws -> [Substring]? {
    let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments =
      ["python3", root.appending(path: "Scripts/\(name)").path] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    // 127: `env` found no python3.
    if process.terminationStatus == 127 {
      print("\(name): skipped, because there is no python3")
      if ProcessInfo.processInfo.environment["CI"] == "true" {
        Issue.record("\(name) needs python3")
      }
      return nil
    }
    #expect(process.terminationStatus == 0, "\(name) failed")
    return text.split(separator: "\n")
  }
}
