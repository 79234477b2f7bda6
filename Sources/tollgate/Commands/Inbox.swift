import ArgumentParser
import Engine

/// Lists what waits for whoever asks.
struct Inbox: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "inbox",
      abstract: say(
        "What waits for me: requests to sign, questions, conditions, reviews, and what came back.",
        "我的待办：待签申请、问题、条件、复核，以及被退回的申请。"))
  }

  @Flag(
    help: .init(
      say(
        "Stay, and list it again whenever it has changed; Ctrl-C ends.",
        "持续显示：待办变化时重新列出；按 Ctrl-C 结束。")))
  var watch = false

  @OptionGroup var setting: Setting

  func run() throws {
    var last = try list()
    Terminal.print(last)
    guard watch else { return }
    try Session.run(setting) { session in
      let wait = try session.store.watch()
      while true {
        // Something may have changed between the first look and the beginning of the watch, or with the day.
        let next = try list()
        if next != last { Terminal.print(setting.json ? next : "\n" + next) }
        last = next
        _ = try wait(Self.patience)
      }
    }
  }

  /// Milliseconds after which it is looked at again though nobody told of a change: a stand-in may have begun or ended.
  private static let patience: Int32 = 30_000

  private func list() throws -> String {
    try Session.run(setting) { session in
      let screen = InboxScreen(
        person: try session.requirePerson(), mail: try session.mail(),
        people: session.workspace.directory, today: session.today(try session.companyRulebook()))
      return setting.json ? try screen.json().canonicalText + "\n" : screen.text
    }
  }
}
