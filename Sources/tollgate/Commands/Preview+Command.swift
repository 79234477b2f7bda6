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

    @OptionGroup var filing: Filing
    @OptionGroup var tracing: Tracing
    @OptionGroup var setting: Setting

    func run() throws {
      let (order, enclosures) = try filing.order()
      try Session.run(setting) { session in
        let governed = try session.governed(filing.target)
        let action = governed.rulebook.workflow[action: ActionName(filing.action)]
        let outcome: Service.Outcome
        do {
          outcome = try session.execute(
            order, on: .project(governed.project.id), dryRun: true, enclosing: enclosures)
        } catch let refusal as Refusal {
          try explain(refusal, action, session, governed)
          throw refusal
        }
        guard let action else { return }
        let preview = session.preview(action, outcome, governed)
        let explanation = try session.explanation(
          of: action, filing.submission, governed, request: outcome.touched.first)
        if setting.json {
          Terminal.print(try preview.json().adding("explanation", explanation?.json))
        } else {
          Terminal.print(preview.text)
          if let explanation { Terminal.print(text(explanation, action, session, governed)) }
        }
      }
    }

    /// What stands in the way, and what would clear it: before the refusal itself, or with it in JSON.
    private func explain(
      _ refusal: Refusal, _ action: Action?, _ session: Session,
      _ governed: Session.GovernedProject
    ) throws {
      guard let action,
        let explanation = try session.explanation(
          of: action, filing.submission, governed, request: nil)
      else { return }
      if setting.json {
        let failure = Failure.refused(refusal, session.workspace.directory)
        Terminal.print(failure.json.adding("explanation", explanation.json))
        throw ExitCode(failure.exitCode)
      } else if tracing.trace || explanation.refusal != nil {
        Terminal.print(text(explanation, action, session, governed))
      }
    }

    private func text(
      _ explanation: RequestExplanation, _ action: Action, _ session: Session,
      _ governed: Session.GovernedProject
    ) -> String {
      guard !tracing.trace else { return "\n" + explanation.screen }
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
      gate: governed.outlook.gate(
        of: action, content: outcome.content,
        others: outcome.touched.first?.route.windows.map(\.others) ?? []), view: view,
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
