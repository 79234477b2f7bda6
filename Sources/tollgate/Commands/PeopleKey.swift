import ArgumentParser

/// The keys with which people sign their decisions.
struct PeopleKey: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "key",
      abstract: say(
        "Keys with which people sign their decisions.", "用于签署决定的密钥。"),
      discussion: say(
        "From the first one on, every decision of the person must be signed, even after all their keys are revoked.",
        "自登记首个密钥起，其每项决定都须签名；密钥全部吊销后亦然。"),
      subcommands: [PeopleKeyAdd.self, PeopleKeyList.self, PeopleKeyRevoke.self])
  }
}
