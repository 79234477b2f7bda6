import ArgumentParser
import Engine

/// Tells everything that happened to somebody's entry.
struct PeopleHistory: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "history",
      abstract: say(
        "Every change of somebody's entry: what, who, when.", "某人条目的全部变更：何事、何人、何时。"))
  }

  @Argument(help: .init(say("The person.", "人员。")), completion: .custom(Completions.people))
  var person: String

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let history = PersonHistory(
        try session.person(person).id, try session.history(of: .workspace),
        Glossary(people: session.workspace.directory, rulebook: try session.companyRulebook()))
      if setting.json {
        Terminal.print(try history.json())
      } else {
        Terminal.print(history.text)
      }
    }
  }
}
