import ArgumentParser
import Audit
import Diagnostics
import Engine

/// Revokes a key of somebody.
struct PeopleKeyRevoke: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "revoke",
      abstract: say(
        "Revoke a key: it signs nothing any more; what it signed stays.",
        "吊销密钥：此后不能再用于签名；已签的保留。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Argument(
    help: .init(
      say("Its fingerprint, as `people key list` shows it.", "密钥指纹，见 `people key list`。")))
  var fingerprint: String

  @Option(
    name: [.customShort("m"), .customLong("reason")], help: .init(say("Why.", "事由。")))
  var reason = ""

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting, readOnly: writing.dryRun) { session in
      let keys = session.workspace.directory.signers[PersonID(person)] ?? []
      guard let found = keys.first(where: { $0.key.fingerprint == fingerprint }) else {
        throw Refusal(
          .nothingChanged,
          Bilingual(
            "`\(person)` has no key `\(fingerprint)` in force",
            zh: "`\(person)` 没有有效密钥 `\(fingerprint)`"),
          help: Bilingual(
            "`tollgate people key list \(person)` shows them",
            zh: "`tollgate people key list \(person)` 可列出"))
      }
      try session.carryOut(
        .revokeKey(PersonID(person), found.key, because: reason), on: .workspace, writing,
        setting)
    }
  }
}
