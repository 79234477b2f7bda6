import ArgumentParser
import Engine

/// Lists what waits for whoever asks.
struct Inbox: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      abstract: say(
        "What waits for me: requests to sign, questions, conditions, reviews, and what came back.",
        "我的待办：待签申请、问题、条件、复核，以及被退回的申请。"))
  }

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let screen = InboxScreen(
        person: try session.requirePerson(), mail: try session.mail(),
        people: session.workspace.directory, today: session.today(try session.companyRulebook()))
      if setting.json {
        Terminal.print(try screen.json())
      } else {
        Terminal.print(screen.text)
      }
    }
  }
}
