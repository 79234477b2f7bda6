import ArgumentParser
import Diagnostics
import Engine
import Workbench

/// Explains a request's route.
struct Why: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "why",
      abstract: say(
        "Why a request takes its route: every rule considered, true or false, with its values.",
        "审批链的由来：逐条规则成立与否及其取值。"),
      discussion: say(
        "Made again from the log alone: quantities, tables, gate, who may sign and who may not, the nearest change of the route, and the cheapest path to yes.",
        "仅凭记录重新推导：度量、决策表、关口、谁可以签、谁不可以签、最近的转折点，以及通过的捷径。"))
  }

  @OptionGroup var filed: Filed

  @Option(
    name: .customLong("for"),
    help: .init(
      say("What this person may do at each step, and why.", "此人在各步骤可以做什么及原因。"),
      valueName: "person"), completion: .custom(Completions.people))
  var person: String?

  @Option(
    help: .init(
      say(
        "The filing to explain, from 1: a resubmitted request was filed more than once (default: the latest).",
        "要解释第几次提交，从 1 起：重新提交的申请提交过多次（默认：最近一次）。"), valueName: "number"))
  var revision: Int?

  @OptionGroup var tracing: Tracing
  @OptionGroup var setting: Setting

  func validate() throws {
    if revision != nil, person != nil {
      throw ValidationError(
        say("`--for` tells all rounds; leave `--revision` out", "`--for` 列出所有轮次；请勿使用 `--revision`"))
    }
  }

  func run() throws {
    try Session.run(setting) { session in
      let view = try session.view(filed.id)
      if let person = person.map({ PersonID($0) }) {
        guard session.workspace.directory[person] != nil else {
          throw Refusal.unknownPerson(person, session.workspace.directory)
        }
        let history = try session.signingHistory(of: view)
        if setting.json {
          Terminal.print(view.whyJSON(for: person, history))
        } else {
          Terminal.print(view.whyScreen(for: person, history))
        }
        return
      }
      let latest = view.request.revision
      let filing = revision ?? latest
      guard (1...latest).contains(filing) else {
        throw Failure.usage(
          Bilingual(
            "`\(filed.id)` was filed \(latest) times, not \(filing)",
            zh: "`\(filed.id)` 只提交过 \(latest) 次，没有第 \(filing) 次"), help: nil)
      }
      guard filing == latest else {
        return try tellEarlier(filing, view, session)
      }
      let explanation = try session.explanation(of: view.request)
      if setting.json {
        Terminal.print(try view.json().adding("explanation", explanation?.json))
      } else {
        Terminal.print(view.whyScreen)
        guard let explanation, let action = view.action else { return }
        Terminal.print(text(explanation, action, view))
      }
    }
  }

  /// An earlier filing: its explanation alone, for what the request is now belongs to the latest.
  private func tellEarlier(_ revision: Int, _ view: RequestView, _ session: Session) throws {
    let explanation = try session.explanation(of: view.request, revision: revision)
    if setting.json {
      Terminal.print([
        "request": .name(view.request.id), "revision": .count(revision),
        "explanation": explanation?.json ?? .null,
      ])
    } else if let explanation {
      Terminal.print(view.heading(of: revision) + explanation.screen)
    }
  }

  private func text(_ explanation: RequestExplanation, _ action: Action, _ view: RequestView)
    -> String
  {
    guard !tracing.trace else { return "\n" + explanation.screen }
    return Alternatives(
      explanation: explanation, action: action, rulebook: view.rulebook, glossary: view.glossary
    ).text
  }
}
