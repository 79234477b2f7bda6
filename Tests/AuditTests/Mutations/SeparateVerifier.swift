import Engine
import Foundation
import TestKit
import Testing

@testable import Audit

/// `Scripts/audit-verify`: the same standards, written once more in another language.
struct SeparateVerifier {
  /// What both must say of the same file.
  struct Said: Equatable, CustomStringConvertible {
    var events: Int
    var root: String
    var comparisons: [String]
    /// Of the kinds that both look for: `log.leaf 7`.
    var findings: Set<String>

    var description: String { "\(events) \(root) \(comparisons) \(findings.sorted())" }

    /// Both look at rows by themselves and at their order; only ours replays them.
    static let shared: Set<String> = ["log.leaf", "log.sequence", "log.canonical", "log.columns"]
  }

  private let folder: TemporaryFolder
  private let signer: NoteSigner
  private let program: TestKit.Program

  init(_ folder: TemporaryFolder) throws {
    self.folder = folder
    signer = try #require(NoteSigner(name: "test.example/log"))
    program = TestKit.Program(path: "/usr/bin/env")
  }

  /// A signed checkpoint of a log as it was, for us and as a file for the other.
  func checkpoint(_ report: AuditReport) throws -> (GivenCheckpoint, path: String) {
    let checkpoint = Checkpoint(
      origin: signer.key.name, size: report.events, root: report.root)
    let note = try signer.sign(checkpoint.text).description
    let path = folder.path("checkpoint")
    try note.write(toFile: path, atomically: true, encoding: .utf8)
    let given = try #require(GivenCheckpoint(Array(note.utf8), key: signer.key))
    #expect(given.signature == .verified)
    return (given, path)
  }

  private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Scripts/audit-verify").standardized.path

  /// What it says of a log when it is given nothing else.
  static func verdict(of file: String) throws -> String? {
    let result = try TestKit.Program(path: "/usr/bin/env").run(["python3", script, file])
    let json = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    return json?["verdict"] as? String
  }

  func said(of file: String, _ checkpoint: String) throws -> Said {
    let result = try program.run([
      "python3", Self.script, file, "--checkpoint", checkpoint, "--key", signer.key.description,
    ])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any],
      "\(result.errors)")
    let findings = try #require(json["findings"] as? [[String: Any]])
    let checkpoints = try #require(json["checkpoints"] as? [[String: Any]])
    #expect(checkpoints.allSatisfy { $0["signature"] as? String == "verified" })
    return Said(
      events: try #require(json["events"] as? Int), root: try #require(json["root"] as? String),
      comparisons: checkpoints.compactMap { $0["comparison"] as? String },
      findings: Set(
        findings.compactMap { finding in
          guard let code = finding["code"] as? String, Said.shared.contains(code) else {
            return nil
          }
          return "\(code) \(finding["sequence"] as? Int ?? 0)"
        }))
  }
}

extension SeparateVerifier.Said {
  init(_ report: AuditReport) {
    self.init(
      events: report.events, root: report.root.description,
      comparisons: report.checkpoints.map(\.comparison.rawValue),
      findings: Set(
        report.findings.listed.filter { Self.shared.contains($0.code.rawValue) }
          .map { "\($0.code.rawValue) \($0.sequence ?? 0)" }))
  }
}
