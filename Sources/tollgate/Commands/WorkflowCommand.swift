import ArgumentParser
import Engine

/// What there is to do with workflows.
struct WorkflowCommand: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "workflow", abstract: say("Check and draw workflows.", "检查、绘制流程。"),
      subcommands: [WorkflowCheck.self, WorkflowDraw.self])
  }
}

/// Checks a workflow by itself.
struct WorkflowCheck: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "check",
      abstract: say(
        "Check a workflow; all mistakes are shown at once.", "检查流程；一次列出全部问题。"))
  }

  @Argument(
    help: .init(say("The workflow's file.", "流程文件。")),
    completion: .file(extensions: ["yaml", "yml"]))
  var file: String

  @OptionGroup var setting: Setting

  func run() throws {
    let workflow = try Rulebooks.load(workflow: file)
    guard !setting.json else {
      Terminal.print(["workflow": .name(workflow.name), "diagnostics": []])
      return
    }
    var screen = Screen()
    screen.line(
      say(
        "\(workflow.name) is sound: \(workflow.title.spoken)",
        "\(workflow.name) 无误：\(workflow.title.spoken)"))
    screen.line(
      say(
        "stages \(workflow.stages.count), forms \(workflow.forms.count), kinds of control point \(workflow.milestones.count), actions \(workflow.actions.count)",
        "阶段 \(workflow.stages.count) 个，表单 \(workflow.forms.count) 张，控制点类型 \(workflow.milestones.count) 种，动作 \(workflow.actions.count) 个"
      ))
    Terminal.print(screen.text)
  }
}
