import Diagnostics
import Engine

extension Findings {
  /// What a case supposes to have been taken over from the project above.
  func parent(_ node: Node, _ workflow: Workflow) -> [FieldName: FieldValue] {
    let copies = workflow.parent?.copies ?? []
    let form = Form(
      name: "parent", title: Bilingual("the project above", zh: "上级项目"),
      fields: copies.map { Field(name: $0.name, title: $0.title, type: $0.type) })
    return values(node, of: form, in: workflow)
  }

  /// How many projects a case supposes under the project: `{bid: {open: 1, ended: 2}}`.
  func children(_ node: Node, _ workflow: Workflow) -> [WorkflowName: (open: Int, over: Int)] {
    var children: [WorkflowName: (open: Int, over: Int)] = [:]
    for entry in entries(node, Bilingual("workflows and numbers", zh: "流程与数量")) {
      let name = WorkflowName(entry.key.text)
      guard workflow.children.contains(name) else {
        unknown(
          "workflow", Bilingual("workflow among `children:`", zh: "`children:` 中的流程"),
          entry.key.text, at: entry.key.span, known: workflow.children.map(\.text))
        continue
      }
      let fields = fields(
        entry.value, Bilingual("numbers of projects", zh: "项目数量"), optional: ["open", "ended"])
      func count(_ key: String) -> Int {
        fields[key].flatMap { integer($0, in: 0...Child.maximum) } ?? 0
      }
      children[name] = (count("open"), count("ended"))
    }
    return children
  }
}
