import ArgumentParser
import Diagnostics
import Engine
import Workbench

/// Draws the stages and actions of a workflow.
struct WorkflowDraw: ParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case mermaid, dot, svg
  }

  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "draw",
      abstract: say(
        "Draw stages and actions, as Mermaid, Graphviz dot or SVG.",
        "绘制阶段与动作（Mermaid、Graphviz dot 或 SVG）。"),
      discussion: say(
        "Full lines need signatures, dashed ones do not. The picture goes to standard output.",
        "实线须签署，虚线无须签署。图形输出到标准输出。"))
  }

  @Argument(
    help: .init(say("The workflow's file.", "流程文件。")),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @Option(help: .init(say("mermaid, dot or svg.", "mermaid、dot 或 svg。"), valueName: "format"))
  var format = Format.mermaid

  @OptionGroup var setting: Setting

  func run() throws {
    let picture = WorkflowPicture(try Rulebooks.load(workflow: file))
    let drawing =
      switch format {
      case .mermaid: picture.mermaid(Speech.language)
      case .dot: picture.dot(Speech.language)
      case .svg: picture.svg(Speech.language)
      }
    if setting.json {
      Terminal.print([
        "workflow": .name(picture.workflow.name), "format": .string(format.rawValue),
        "drawing": .string(drawing),
      ])
    } else {
      Terminal.print(drawing)
    }
  }
}
