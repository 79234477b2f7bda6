import ArgumentParser
import Engine

/// Lists the policies in force.
struct PolicyList: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "list", abstract: say("List the policies in force.", "列出现行制度。"))
  }

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let policies = session.workspace.policies.sorted { $0.key < $1.key }
      guard !setting.json else {
        Terminal.print([
          "policies": .array(
            policies.map { name, published in
              [
                "policy": .name(name), "workflow": .name(published.workflow),
                "edition": .count(published.edition),
                "rulebook": .string(published.rulebook.description), "at": .time(published.at),
              ]
            })
        ])
        return
      }
      let glossary = Glossary(people: session.workspace.directory)
      var screen = Screen()
      var table = Table([.left, .left, .left, .left, .left])
      for (name, published) in policies {
        table.row([
          name.text, published.workflow.text,
          say("edition \(published.edition)", "第 \(published.edition) 版"),
          published.rulebook.short, glossary.time(published.at),
        ])
      }
      screen.table(table, indent: 0)
      if policies.isEmpty {
        screen.line(
          say(
            "No policy is in force; `tollgate policy publish FILE` publishes one.",
            "尚无现行制度；用 `tollgate policy publish 文件` 发布。"))
      }
      Terminal.print(screen.text)
    }
  }
}
