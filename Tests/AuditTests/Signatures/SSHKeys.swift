import Engine
import Foundation
import TestKit
import Testing

@testable import Audit

/// Stock `ssh-keygen`, which knows nothing of us.
struct SSHKeys {
  let folder: TemporaryFolder
  private let program = TestKit.Program(path: "/usr/bin/ssh-keygen")

  /// Makes a key pair in the folder.
  func make(_ name: String, kind: String = "ed25519", passphrase: String = "") throws {
    let arguments = ["-q", "-t", kind, "-N", passphrase, "-C", "\(name)@desk", "-f"]
    let result = try program.run(arguments + [folder.path(name)])
    try #require(result.status == 0, "\(result.errors)")
  }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder.path(name), encoding: .utf8)
  }

  func secret(_ name: String) throws -> SSHSecretKey { try SSHSecretKey(try text(name)) }

  func publicKey(_ name: String) throws -> PublicKey {
    try #require(PublicKey.read(try text(name + ".pub"))).key
  }

  /// Signs a text; gives the armored signature.
  func sign(_ text: String, _ name: String, options: [String] = [], namespace: String = "tollgate")
    throws -> String
  {
    try text.write(toFile: folder.path("message"), atomically: true, encoding: .utf8)
    try? FileManager.default.removeItem(atPath: folder.path("message.sig"))
    let result = try program.run(
      ["-Y", "sign", "-n", namespace, "-f", folder.path(name)] + options
        + [folder.path("message")])
    try #require(result.status == 0, "\(result.errors)")
    return try self.text("message.sig")
  }

  /// Whether it believes a signature of a text by somebody whose key it was given.
  func believes(_ signature: String, of text: String, by key: PublicKey) throws -> Bool {
    try "me namespaces=\"tollgate\" \(key)\n".write(
      toFile: folder.path("allowed"), atomically: true, encoding: .utf8)
    try signature.write(toFile: folder.path("given.sig"), atomically: true, encoding: .utf8)
    try text.write(toFile: folder.path("given"), atomically: true, encoding: .utf8)
    let shell = TestKit.Program(path: "/bin/sh")
    let command =
      "exec ssh-keygen -Y verify -n tollgate -I me -f allowed -s given.sig < given"
    return try shell.run(["-c", "cd '\(folder.url.path)' && \(command)"]).status == 0
  }
}
