import ArgumentParser

/// What there is to do with the evidence.
struct AuditCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "audit",
      abstract: say(
        "Evidence: verify the log, make checkpoints, export.", "证据：核验日志、生成检查点、导出。"),
      subcommands: [AuditVerify.self, AuditCheckpoint.self, AuditExport.self, AuditKeygen.self])
  }
}
