import ArgumentParser

/// What there is to do with the directory.
struct PeopleCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "people",
      abstract: say(
        "The directory: people, roles, stand-ins, absences, hand-overs, keys.",
        "通讯录：人员、角色、代理、缺席、移交、密钥。"),
      subcommands: [
        PeopleImport.self, PeopleList.self, PeopleShow.self, PeopleHistory.self,
        PeopleAppoint.self, PeopleRelieve.self, PeopleDelegate.self, PeopleAbsent.self,
        PeopleBack.self, PeopleLeave.self, PeopleHandOver.self, PeopleCoverage.self,
        PeopleKey.self,
      ])
  }
}
