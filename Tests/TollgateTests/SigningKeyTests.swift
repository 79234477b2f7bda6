import Foundation
import TestKit
import Testing

/// Decisions signed with a person's own key, on the real command line, with stock OpenSSH beside it.
@Suite struct SigningKeys {
  @Test func aDecisionIsSignedWithAKeyFile() throws {
    try Company.atWork { company in
      try company.makeKey("wang")
      try company.done("people", "key", "add", "wang", "wang.pub", "--as", "admin")
      try company.fileAdjustment()
      try company.done("approve", "R-2", "--as", "li")
      #expect(try company.refused("approve", "R-2", "--as", "wang").code == "unsigned")
      #expect(try company.refused("reject", "R-2", "-m", "no", "--as", "wang").code == "unsigned")
      try company.makeKey("other")
      #expect(
        try company.refused("approve", "R-2", "--as", "wang", "--key", "other").code
          == "wrong-signature")
      #expect(
        try company.refused("approve", "R-2", "--as", "wang", "--key", "people.csv", exit: 64)
          .code == "usage")
      try company.done("approve", "R-2", "--as", "wang", "--key", "wang")
      #expect(try company.done("history", "P-1").out.contains("signed with their key"))
      #expect(try company.answer("audit", "verify").json["signed"] as? Int == 1)
      try company.isBelievedByOpenSSH()
    }
  }

  /// What only OpenSSH can use, it signs; the same words are said twice.
  @Test func aDecisionIsSignedByOpenSSH() throws {
    try Company.atWork { company in
      try company.makeKey("wang", passphrase: "open sesame")
      try company.done("people", "key", "add", "wang", "wang.pub", "--as", "admin")
      try company.fileAdjustment()
      try company.done("approve", "R-2", "--as", "li")
      let refused = try company.refused(
        "approve", "R-2", "--as", "wang", "--key", "wang", exit: 64)
      #expect((refused.error?["help"] as? String)?.contains("ssh-keygen -Y sign") == true)
      let statement = try company.done(
        "statement", "R-2", "approve", "-m", "可行", "--as", "wang"
      ).out
      try company.keep(statement, "R-2")
      // Without its passphrase, as an agent would hold it.
      try company.ssh("ssh-keygen -q -p -P 'open sesame' -N '' -f wang")
      try company.ssh("ssh-keygen -Y sign -q -n tollgate -f wang < R-2 > R-2.sig")
      #expect(
        try company.refused(
          "approve", "R-2", "-m", "可以", "--as", "wang", "--signature", "R-2.sig"
        ).code == "wrong-signature")
      try company.done("approve", "R-2", "-m", "可行", "--as", "wang", "--signature", "R-2.sig")
      try company.isBelievedByOpenSSH()
    }
  }

  @Test func keysAreListedAndRevoked() throws {
    try Company.atWork { company in
      try company.makeKey("wang")
      #expect(
        try company.refused("people", "key", "add", "wang", "wang", "--as", "admin", exit: 64)
          .code == "usage")
      #expect(
        try company.refused("people", "key", "add", "wang", "wang.pub", "--as", "li").code
          == "not-administrator")
      try company.done(
        "people", "key", "add", "wang", "wang.pub", "--label", "desk", "--as", "admin")
      let key = try #require(try company.answer("people", "key", "list").list("keys").first)
      let fingerprint = try #require(key["fingerprint"] as? String)
      #expect(try company.ssh("ssh-keygen -l -f wang.pub").contains(" \(fingerprint) "))
      #expect(key["label"] as? String == "desk")
      #expect(
        try company.refused("people", "key", "revoke", "wang", "SHA256:x", "--as", "wang").code
          == "nothing-changed")
      try company.done("people", "key", "revoke", "wang", fingerprint, "-m", "lost", "--as", "wang")
      #expect(try company.done("people", "key", "list").out.contains("none in force"))
      try company.fileAdjustment()
      try company.done("approve", "R-2", "--as", "li")
      #expect(
        try company.refused("approve", "R-2", "--as", "wang", "--key", "wang").code == "unsigned")
    }
  }
}

extension Company {
  fileprivate func keep(_ text: String, _ name: String) throws {
    try Data(text.utf8).write(to: folder.url.appendingPathComponent(name))
  }

  @discardableResult
  fileprivate func ssh(_ command: String) throws -> String {
    let result = try TestKit.Program(path: "/bin/sh").run([
      "-c", "cd '\(folder.url.path)' && \(command)",
    ])
    #expect(result.status == 0, "\(result.errors)")
    return result.output
  }

  fileprivate func makeKey(_ name: String, passphrase: String = "") throws {
    try ssh("ssh-keygen -q -t ed25519 -N '\(passphrase)' -C \(name)@desk -f \(name)")
  }

  /// Takes statement and signature out of the log, and lets `ssh-keygen` judge them by the keys in force.
  fileprivate func isBelievedByOpenSSH() throws {
    let records = try answer("history", "P-1").list("records")
    let seals = records.compactMap { ($0["order"] as? [String: Any])?["seal"] as? [String: Any] }
    try #require(seals.count == 1)
    try keep(try #require(seals[0]["statement"] as? String), "said")
    try keep(try #require(seals[0]["signature"] as? String), "said.sig")
    try keep(try done("people", "key", "list", "--allowed-signers").out, "allowed")
    try ssh("ssh-keygen -Y verify -n tollgate -f allowed -I wang -s said.sig < said")
    // The control: one word more.
    try ssh(
      "! (cat said; echo more) | ssh-keygen -Y verify -n tollgate -f allowed -I wang -s said.sig")
  }
}
