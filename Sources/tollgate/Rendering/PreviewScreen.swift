import CEL
import Diagnostics
import Engine

/// What a submission would meet: the gate, the route with the people who would be asked, and why.
struct Preview {
  let action: Action
  let project: Project
  let outcome: Service.Outcome
  let gate: [Outlook.Finding]
  /// nil: the action would take effect at once.
  let view: RequestView?
  let glossary: Glossary

  var text: String {
    var screen = Screen()
    screen.line(
      say("Preview: ", "预演：") + glossary.action(action.name)
        + say(" on \(project.id) (nothing is written)", "，项目 \(project.id)（不写入任何内容）"))
    screen.line("\(project.id)  \(project.title)")
    if let view, !view.request.content.isEmpty {
      screen.heading(say("Asked", "申请内容"))
      screen.changes(view, glossary)
    }
    if !gate.isEmpty {
      screen.heading(say("Gate", "关口"))
      for finding in gate {
        screen.entry(
          "[x]", finding.criterion.sentence(glossary) + Mark.aside(finding.criterion.place.short),
          labelWidth: 3)
      }
    }
    if let view {
      screen.heading(say("To sign", "须签署"))
      screen.signatures(view, glossary)
      screen.heading(say("Rules considered", "逐条规则"))
      screen.considerations(view, glossary)
      screen.windows(view.request, glossary)
    } else {
      screen.heading(say("Nobody has to sign; at once:", "无须签署，立即生效："))
      var sentences = Sentences(glossary, project: project)
      for event in outcome.events {
        screen.paragraph(sentences.sentence(event), indent: 2, hanging: 2)
      }
    }
    return screen.text
  }

  func json() throws -> JSON {
    [
      "action": .name(action.name), "project": .name(project.id),
      "gate": .array(
        gate.map {
          [
            "criterion": .string($0.criterion.sentence(glossary)),
            "place": .string($0.criterion.place.description), "met": .bool($0.verdict == .met),
          ]
        }),
      "request": try view?.json() ?? .null,
      "events": .array(try outcome.events.map { try JSON(encoding: $0) }),
    ]
  }
}

extension Criterion {
  /// What the gate asks for.
  func sentence(_ glossary: Glossary) -> String {
    switch test {
    case .formComplete(let form):
      say("\(glossary.form(form)) is complete", "\(glossary.form(form))已填写完整")
    case .holds(let expression): expression.text
    case .milestoneReached(let name):
      say("\(glossary.milestone(name)) is reached", "控制点“\(glossary.milestone(name))”已成立")
    case .childrenOver(let workflow):
      say("every `\(workflow)` under the project has ended", "所属的 `\(workflow)` 均已结束")
    case .nothingOpen(let actions):
      actions.isEmpty
        ? say("no other request is open", "没有其他未结束的申请")
        : say(
          "no open request: \(list(actions.map(glossary.action)))",
          "没有未结束的申请：\(list(actions.map(glossary.action)))")
    }
  }
}

extension Screen {
  /// Every step of the chain, in the route or not, with its condition, what it saw and where it stands.
  mutating func considerations(_ view: RequestView, _ glossary: Glossary) {
    let values = ConditionValues(view.rulebook, view.request.subject, glossary)
    let route = view.request.route
    let width =
      (route.considered.map(\.step) + route.steps.map(\.name)).map(\.text.displayWidth).max() ?? 0
    for step in route.steps where !route.considered.contains(where: { $0.step == step.name }) {
      entry("[x] " + step.name.text, view.origin(of: step), labelWidth: width + 4)
    }
    for consideration in route.considered {
      let label = (consideration.holds ? "[x] " : "[ ] ") + consideration.step.text
      let place = consideration.place.short
      guard let condition = consideration.condition else {
        entry(label, say("always (\(place))", "无条件（\(place)）"), labelWidth: width + 4)
        continue
      }
      entry(label, condition.singleLine, labelWidth: width + 4)
      for comparison in values.comparisons(consideration) {
        entry(
          "",
          (comparison.holds ? say("true:  ", "成立：  ") : say("false: ", "不成立：")) + comparison.text,
          labelWidth: width + 4)
      }
      entry("", say("(\(place))", "（\(place)）"), labelWidth: width + 4)
    }
  }
}

extension String {
  /// A text of several lines, as conditions in literal blocks are, on one.
  var singleLine: String {
    split(whereSeparator: { $0 == "\n" || $0 == " " }).joined(separator: " ")
  }
}
