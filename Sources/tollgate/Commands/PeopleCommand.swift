import ArgumentParser

/// What there is to do with the directory.
struct PeopleCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "people",
      abstract: say("The directory: import, list, appoint, relieve, leave.", "通讯录：导入、列出、任命、免职、离职。"),
      subcommands: [
        PeopleImport.self, PeopleList.self, PeopleAppoint.self, PeopleRelieve.self,
        PeopleLeave.self,
      ])
  }
}
