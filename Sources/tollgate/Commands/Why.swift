import ArgumentParser
import Engine

/// Explains a request's route.
struct Why: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      abstract: say(
        "Why a request takes its route: every rule considered, true or false, with its values.",
        "审批链的由来：逐条规则成立与否及其取值。"),
      discussion: say(
        "Made again from the log alone: quantities, tables, gate, who may sign and who may not, the nearest change of the route, and the cheapest path to yes.",
        "仅凭记录重新推导：度量、决策表、关口、谁可以签、谁不可以签、最近的转折点，以及通过的捷径。"))
  }

  @Argument(
    help: .init(say("The request, such as R-7.", "申请，如 R-7。")),
    completion: .custom(Completions.requests))
  var request: String

  @Option(
    name: .customLong("for"),
    help: .init(
      say("What this person may do at each step, and why.", "此人在各步骤可以做什么及原因。"),
      valueName: "person"), completion: .custom(Completions.people))
  var person: String?

  @Flag(
    help: .init(
      say(
        "Also every part of each condition with its value, for whoever writes rules.",
        "另列出每个条件各部分的取值，供编写规则者使用。")))
  var trace = false

  @OptionGroup var setting: Setting

  func run() throws {
    try Session.run(setting) { session in
      let view = try session.view(RequestID(request))
      if let person = person.map({ PersonID($0) }) {
        guard session.workspace.directory[person] != nil else {
          throw Refusal.unknownPerson(person, session.workspace.directory)
        }
        if setting.json {
          Terminal.print(view.whyJSON(for: person))
        } else {
          Terminal.print(view.whyScreen(for: person))
        }
      } else {
        let explanation = try session.explanation(of: view.request)
        if setting.json {
          Terminal.print(try view.json().adding("explanation", explanation?.json))
        } else {
          Terminal.print(view.whyScreen)
          guard let explanation, let action = view.action else { return }
          Terminal.print(
            trace
              ? "\n" + explanation.screen
              : Alternatives(
                explanation: explanation, action: action, rulebook: view.rulebook,
                glossary: view.glossary
              ).text)
        }
      }
    }
  }
}
