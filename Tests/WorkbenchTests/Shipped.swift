import Diagnostics
import Engine
import Foundation
import PolicyFiles
import TestKit

/// The documents that the product ships, as texts that a test may change before they are read.
struct Shipped {
  var sources: RulebookSources

  /// `policy` is a file's name in `Policies/`, without its ending.
  init(_ policy: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    sources = try RulebookFinder().find(
      policy: root.appending(path: "Policies/\(policy).yaml").path
    ).sources
  }

  enum Failure: Error {
    case notOnce(String)
  }

  /// Replaces a text that occurs exactly once in all documents.
  mutating func replace(_ old: String, with new: String) throws {
    let found = ([sources.workflow] + sources.layers).filter { $0.text.contains(old) }
    guard found.count == 1, found[0].text.components(separatedBy: old).count == 2 else {
      throw Failure.notOnce(old)
    }
    func edited(_ document: RulebookSources.Document) -> RulebookSources.Document {
      .init(file: document.file, text: document.text.replacingOccurrences(of: old, with: new))
    }
    sources = RulebookSources(
      workflow: edited(sources.workflow), layers: sources.layers.map(edited))
  }

  func rulebook() throws -> Rulebook {
    try loadRulebook(sources: sources, timeZones: systemTimeZones, sha256: sha256)
  }
}
