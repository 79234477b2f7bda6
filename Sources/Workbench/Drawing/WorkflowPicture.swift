import Diagnostics
import Engine

/// A workflow as people draw it: stages, what happens within them, and the actions that lead from one to the next.
package struct WorkflowPicture: Sendable {
  package struct Arrow: Sendable, Hashable {
    package let from: StageName
    package let to: StageName
    package let action: ActionName
    package let label: Bilingual
    /// Whether others have to agree: drawn as a full line, else dashed.
    package let isSigned: Bool
  }

  package let workflow: Workflow
  /// Between different stages, in the order of actions.
  package let arrows: [Arrow]
  /// Actions that leave a project in its stage.
  package let within: [StageName: [Action]]

  package init(_ workflow: Workflow) {
    self.workflow = workflow
    var arrows: [Arrow] = []
    var within: [StageName: [Action]] = [:]
    for action in workflow.actions {
      let targets = action.effects.compactMap { effect in
        if case .move(let stage) = effect { stage } else { nil }
      }
      for stage in action.from {
        if let target = targets.last, target != stage {
          arrows.append(
            Arrow(
              from: stage, to: target, action: action.name, label: action.title,
              isSigned: action.signOff != nil))
        } else {
          within[stage, default: []].append(action)
        }
      }
    }
    self.arrows = arrows
    self.within = within
  }

  /// How many moves a stage is away from the first; those that cannot be reached come last.
  package var depths: [StageName: Int] {
    var depths = [workflow.firstStage.name: 0]
    var open = [workflow.firstStage.name]
    while !open.isEmpty {
      let stage = open.removeFirst()
      for arrow in arrows where arrow.from == stage && depths[arrow.to] == nil {
        depths[arrow.to] = (depths[stage] ?? 0) + 1
        open.append(arrow.to)
      }
    }
    let last = (depths.values.max() ?? 0) + 1
    for stage in workflow.stages where depths[stage.name] == nil { depths[stage.name] = last }
    return depths
  }

  /// A Mermaid state diagram.
  package func mermaid(_ language: Language) -> String {
    var lines = ["stateDiagram-v2", "  direction LR"]
    for stage in workflow.stages {
      lines.append("  \(stage.name) : \(stage.title[language].mermaid)")
      for action in within[stage.name] ?? [] {
        lines.append("  \(stage.name) : \(action.title[language].mermaid)")
      }
    }
    lines.append("  [*] --> \(workflow.firstStage.name)")
    for arrow in arrows {
      let mark = arrow.isSigned ? " ✍" : ""
      lines.append("  \(arrow.from) --> \(arrow.to) : \(arrow.label[language].mermaid)\(mark)")
    }
    for stage in workflow.stages where stage.isLast { lines.append("  \(stage.name) --> [*]") }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A Graphviz digraph.
  package func dot(_ language: Language) -> String {
    var lines = [
      "digraph \"\(workflow.name)\" {", "  rankdir=LR;",
      "  node [shape=box, style=rounded, fontname=\"sans-serif\"];",
      "  edge [fontname=\"sans-serif\", fontsize=10];",
    ]
    for stage in workflow.stages {
      let texts = [stage.title[language]] + (within[stage.name] ?? []).map { $0.title[language] }
      let label = texts.map(\.dot).joined(separator: "\\n")
      let border = stage.isFirst || stage.isLast ? ", penwidth=2" : ""
      lines.append("  \"\(stage.name)\" [label=\"\(label)\"\(border)];")
    }
    for arrow in arrows {
      let style = arrow.isSigned ? "" : ", style=dashed"
      lines.append(
        "  \"\(arrow.from)\" -> \"\(arrow.to)\" [label=\"\(arrow.label[language].dot)\"\(style)];")
    }
    lines.append("}")
    return lines.map { $0 + "\n" }.joined()
  }
}

extension String {
  /// Without anything that a state diagram of Mermaid would take for its own signs.
  fileprivate var mermaid: String {
    inert.map { character in
      switch character {
      case "#": "#35;"
      case ":": "#58;"
      case ";": "#59;"
      case "\"": "#quot;"
      case "<": "#lt;"
      case ">": "#gt;"
      default: String(character)
      }
    }.joined()
  }

  /// As it stands within the quotes of Graphviz.
  fileprivate var dot: String {
    inert.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
  }

  /// As it stands in the text or an attribute of XML.
  var xml: String {
    inert.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
