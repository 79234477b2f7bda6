import ArgumentParser
import Engine
import Workbench

extension Preview {
  /// Shows what a submission would meet, and writes nothing.
  struct Command: ParsableCommand {
    static var configuration: CommandConfiguration {
      CommandConfiguration(
        commandName: "preview",
        abstract: say(
          "Show the gate, the route with its people, and the reasons; write nothing.",
          "显示关口、审批链与人员及理由；不写入任何内容。"))
    }

    @Argument(
      help: .init(say("The project, such as P-1.", "项目，如 P-1。")),
      completion: .custom(Completions.projects))
    var project: String

    @Argument(
      help: .init(say("The action, such as adjust.", "动作，如 adjust。")),
      completion: .custom(Completions.actions))
    var action: String

    @OptionGroup var submission: Submission
    @Flag(
      help: .init(
        say(
          "Also every part of each condition with its value, for whoever writes rules.",
          "另列出每个条件各部分的取值，供编写规则者使用。")))
    var trace = false

    @OptionGroup var setting: Setting

    func run() throws {
      let order = Order.submit(
        action: ActionName(action), values: try submission.entries.values(),
        attachments: try submission.attachments.files(), reason: submission.reason)
      try Session.run(setting) { session in
        let governed = try session.governed(ProjectID(project))
        let action = governed.rulebook.workflow[action: ActionName(action)]
        let outcome: Service.Outcome
        do {
          outcome = try session.execute(
            order, on: .project(governed.project.id), dryRun: true)
        } catch let refusal as Refusal {
          // What stands in the way, and what would clear it, before the refusal itself.
          if !setting.json, let action,
            let explanation = try session.explanation(
              of: action, submission, governed, request: nil), trace || explanation.refusal != nil
          {
            Terminal.print(text(explanation, action, session, governed))
          }
          throw refusal
        }
        guard let action else { return }
        let preview = session.preview(action, outcome, governed)
        let explanation = try session.explanation(
          of: action, submission, governed, request: outcome.touched.first)
        if setting.json {
          Terminal.print(try preview.json().adding("explanation", explanation?.json))
        } else {
          Terminal.print(preview.text)
          if let explanation { Terminal.print(text(explanation, action, session, governed)) }
        }
      }
    }

    private func text(
      _ explanation: RequestExplanation, _ action: Action, _ session: Session,
      _ governed: Session.GovernedProject
    ) -> String {
      guard !trace else { return "\n" + explanation.screen }
      return Alternatives(
        explanation: explanation, action: action, rulebook: governed.rulebook,
        glossary: Glossary(
          people: session.workspace.directory, rulebook: governed.rulebook)
      ).text
    }
  }
}

extension Session {
  fileprivate func preview(
    _ action: Action, _ outcome: Service.Outcome, _ governed: GovernedProject
  ) -> Preview {
    let (project, rulebook) = (governed.project, governed.rulebook)
    let view = outcome.touched.first.map { request in
      RequestView(
        request: request, project: project, rulebook: rulebook, people: workspace.directory,
        population: governed.outlook.population)
    }
    return Preview(
      action: action, project: project, outcome: outcome,
      gate: governed.outlook.gate(of: action, content: outcome.content), view: view,
      glossary: Glossary(people: workspace.directory, rulebook: rulebook))
  }
}

extension ApprovalService.Outcome {
  /// What was asked for, or done at once.
  fileprivate var content: [FieldName: FieldValue]? {
    for event in events {
      switch event {
      case .request(.submitted(_, _, let content, _, _, _, _)),
        .project(.performed(_, let content, _, _)):
        return content
      case .request, .project, .workspace: break
      }
    }
    return nil
  }
}
