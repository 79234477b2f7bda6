import ArgumentParser

/// What is attached to a project.
struct AttachmentCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "attachment",
      abstract: say("Files that were attached to a project.", "项目的附件。"),
      subcommands: [AttachmentList.self, AttachmentSave.self])
  }
}
