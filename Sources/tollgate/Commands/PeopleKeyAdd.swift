import ArgumentParser
import Engine

/// Registers a public key of somebody.
struct PeopleKeyAdd: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "add",
      abstract: say(
        "Register somebody's Ed25519 public key; from now on their decisions must be signed.",
        "登记某人的 Ed25519 公钥；此后其决定须签名。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @Argument(
    help: .init(
      say("The file of the public key, such as id_ed25519.pub.", "公钥文件，如 id_ed25519.pub。")),
    completion: .file())
  var file: String

  @Option(
    help: .init(say("What to call it (default: the file's comment).", "名称（默认取文件中的注释）。")))
  var label: String?

  @OptionGroup var writing: Writing
  @OptionGroup var setting: Setting

  func run() throws {
    let (key, comment) = try KeyFiles.publicKey(file)
    try Session.run(setting, readOnly: writing.dryRun) { session in
      try session.carryOut(
        .addKey(PersonID(person), key, label: label ?? comment), on: .workspace, writing, setting)
    }
  }
}
