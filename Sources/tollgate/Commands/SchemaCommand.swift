import ArgumentParser
import Diagnostics
import Workbench

/// Prints the JSON Schema of a kind of document.
struct SchemaCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "schema",
      abstract: say(
        "Print the JSON Schema of a kind of document, for editors.", "输出某类文档的 JSON Schema，供编辑器使用。"),
      discussion: say(
        "Kinds: workflow, policy, directory, cases, notify. The ones that ship lie in Schemas/; a document names its own in a comment: # yaml-language-server: $schema=…",
        "类别：workflow、policy、directory、cases、notify。随附的文件在 Schemas/ 中；文档以注释指明：# yaml-language-server: $schema=…"
      ))
  }

  @Argument(help: .init(say("The kind of document.", "文档类别。"), valueName: "kind"))
  var kind: DocumentSchema

  @OptionGroup var setting: Setting

  func run() throws {
    if setting.json {
      Terminal.print(kind.json)
    } else {
      Terminal.print(kind.text)
    }
  }
}

extension DocumentSchema: ExpressibleByArgument {}
