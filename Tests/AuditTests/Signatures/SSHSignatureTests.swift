import Crypto
import Engine
import Foundation
import TestKit
import Testing

@testable import Audit

/// Our SSHSIG and that of stock `ssh-keygen` are the same.
@Suite struct SSHSignatures {
  private let statement = "{\"comment\":\"同意\"}\n"

  @Test func oursAreBelievedByStockSSH() throws {
    try TemporaryFolder.with { folder in
      let ssh = SSHKeys(folder: folder)
      try ssh.make("mine")
      let secret = try ssh.secret("mine")
      #expect(try secret.key == ssh.publicKey("mine"))
      let point = try #require(secret.key.curvePoint)
      #expect(point.rawRepresentation.count == 32)
      let signature = try secret.sign(statement)
      #expect(try ssh.believes(signature, of: statement, by: secret.key))
      #expect(SSHSignature.isSigned(signature, statement, secret.key))
      // The controls: another text, another key.
      #expect(try !ssh.believes(signature, of: statement + " ", by: secret.key))
      try ssh.make("other")
      #expect(try !ssh.believes(signature, of: statement, by: ssh.publicKey("other")))
    }
  }

  @Test(arguments: [[], ["-O", "hashalg=sha256"], ["-O", "hashalg=sha512"]])
  func stockSSHIsBelievedByUs(_ options: [String]) throws {
    try TemporaryFolder.with { folder in
      let ssh = SSHKeys(folder: folder)
      try ssh.make("mine")
      let key = try ssh.publicKey("mine")
      let signature = try ssh.sign(statement, "mine", options: options)
      #expect(SSHSignature.isSigned(signature, statement, key))
      #expect(!SSHSignature.isSigned(signature, statement + "\n", key))
      #expect(!SSHSignature.isSigned(signature, "", key))
      try ssh.make("other")
      #expect(!SSHSignature.isSigned(signature, statement, try ssh.publicKey("other")))
      // A signature of a file or a commit is none of a decision.
      let foreign = try ssh.sign(statement, "mine", options: options, namespace: "git")
      #expect(!SSHSignature.isSigned(foreign, statement, key))
    }
  }

  @Test func everyByteOfASignatureMatters() throws {
    try TemporaryFolder.with { folder in
      let ssh = SSHKeys(folder: folder)
      try ssh.make("mine")
      let key = try ssh.publicKey("mine")
      let signature = try ssh.sign(statement, "mine")
      var lines = signature.split(separator: "\n").map(String.init)
      let (first, last) = (lines.removeFirst(), lines.removeLast())
      let blob = try #require(Data(base64Encoded: lines.joined()))
      func armored(_ blob: Data) -> String {
        "\(first)\n\(blob.base64EncodedString())\n\(last)\n"
      }
      #expect(SSHSignature.isSigned(armored(blob), statement, key))
      for index in blob.indices {
        var other = blob
        other[index] ^= 1
        #expect(!SSHSignature.isSigned(armored(other), statement, key), "byte \(index)")
      }
      for count in 0..<blob.count {
        #expect(!SSHSignature.isSigned(armored(blob.prefix(count)), statement, key), "\(count)")
      }
      #expect(!SSHSignature.isSigned(armored(blob + [0]), statement, key))
      for text in ["", first, "\(first)\n\(last)", signature + "x", lines.joined()] {
        #expect(!SSHSignature.isSigned(text, statement, key))
      }
    }
  }

  @Test func keysThatOnlySSHCanUseAreToldApart() throws {
    try TemporaryFolder.with { folder in
      let ssh = SSHKeys(folder: folder)
      try ssh.make("secret", passphrase: "open sesame")
      try ssh.make("rsa", kind: "rsa")
      try ssh.make("mine")
      #expect(throws: SSHSecretKey.Failure.protected) { try ssh.secret("secret") }
      #expect(throws: SSHSecretKey.Failure.anotherKind) { try ssh.secret("rsa") }
      #expect(PublicKey.read(try ssh.text("rsa.pub")) == nil)
      #expect(try #require(PublicKey.read(ssh.text("mine.pub"))).comment == "mine@desk")
      let text = try ssh.text("mine")
      for count in stride(from: 0, to: text.count - 1, by: 7) {
        #expect(throws: SSHSecretKey.Failure.self) { try SSHSecretKey(String(text.prefix(count))) }
      }
    }
  }

  @Test func aFingerprintIsThatOfSSH() throws {
    try TemporaryFolder.with { folder in
      let ssh = SSHKeys(folder: folder)
      try ssh.make("mine")
      let said = try TestKit.Program(path: "/usr/bin/ssh-keygen").run([
        "-l", "-f", folder.path("mine.pub"),
      ]).output
      #expect(said.contains(" \(try ssh.publicKey("mine").fingerprint) "))
    }
  }
}
