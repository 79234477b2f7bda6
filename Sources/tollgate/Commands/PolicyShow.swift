import ArgumentParser
import Diagnostics
import Engine

/// Shows what a policy says once its layers are merged.
struct PolicyShow: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "show",
      abstract: say(
        "Show a policy as its layers add up to it, with the place each rule comes from and the digest.",
        "显示各层合并后的制度、每条规则的出处及摘要。"))
  }

  @Argument(
    help: .init(say("A published policy's name, or a file.", "已发布制度的名称，或文件。")),
    completion: .custom(Completions.policies))
  var policy: String

  @OptionGroup var setting: Setting

  func run() throws {
    let (sources, digest) = try find()
    let text = try Rulebooks.effective(sources)
    if setting.json {
      Terminal.print([
        "rulebook": .string(digest.description), "text": .string(text),
        "sources": try JSON(encoding: sources),
      ])
    } else {
      // Line by line: the text is a document's, and documents come from elsewhere.
      var screen = Screen()
      screen.line("# " + say("rulebook ", "规则集 ") + digest.description)
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        screen.line(String(line))
      }
      Terminal.print(screen.text)
    }
  }

  /// A name without a folder or an ending is a published policy's.
  private func find() throws -> (RulebookSources, Digest) {
    if policy.contains("/") || policy.hasSuffix(".yaml") || policy.hasSuffix(".yml") {
      let loaded = try Rulebooks.load(policy: policy)
      return (loaded.sources, loaded.rulebook.digest)
    }
    return try Session.run(setting) { session in
      let name = PolicyName(policy)
      guard let digest = session.workspace.policies[name]?.rulebook else {
        throw Refusal.unknownPolicy(name, among: session.workspace)
      }
      guard let sources = try session.store.rulebook(digest) else {
        throw StoreFailure.corrupt("rulebook \(digest.short)")
      }
      return (sources, digest)
    }
  }
}
