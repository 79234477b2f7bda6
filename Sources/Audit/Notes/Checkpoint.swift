import Engine
import Foundation

/// What a log says about itself at one moment: its name, how many leaves it has, and the root over them (C2SP tlog-checkpoint).
package struct Checkpoint: Sendable, Hashable {
  /// Which log: the name of the key that signs.
  package let origin: String
  package let size: Int
  package let root: Digest
  /// Further lines, of whoever knows what they mean.
  package let extensions: [String]

  package init(origin: String, size: Int, root: Digest, extensions: [String] = []) {
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// nil unless the text of a note is a checkpoint.
  package init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= 4, lines.last == "", !lines.dropLast().contains(""),
      let size = Int(lines[1]), size >= 0, String(size) == lines[1],
      let root = [UInt8](base64: lines[2]).flatMap(Digest.init(bytes:))
    else { return nil }
    self.init(
      origin: lines[0], size: size, root: root, extensions: Array(lines[3...].dropLast()))
  }

  /// The lines that are signed.
  package var text: String {
    ([origin, "\(size)", Data(root.bytes).base64EncodedString()] + extensions)
      .map { $0 + "\n" }.joined()
  }
}
