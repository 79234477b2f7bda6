import ArgumentParser

/// What there is to do with stores.
struct StoreCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "store", abstract: say("Move a workspace between stores.", "在存储之间迁移工作区。"),
      subcommands: [StoreCopy.self])
  }
}
