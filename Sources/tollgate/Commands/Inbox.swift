import ArgumentParser
import Engine

/// Lists what waits for whoever asks.
struct Inbox: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(abstract: say("What waits for me.", "我的待办。"))
  }

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let screen = InboxScreen(
        person: try session.requirePerson(), views: try session.inbox(),
        people: session.workspace.directory)
      if setting.json {
        Terminal.print(try screen.json())
      } else {
        Terminal.print(screen.text)
      }
    }
  }
}
