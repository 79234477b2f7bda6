import Engine

extension ProjectStatus {
  /// The project that it belongs to, with what was taken over from it, and those that belong to it.
  func kin(_ screen: inout Screen) {
    if let parent = project.parent {
      screen.heading(say("Belongs to", "上级项目"))
      let copies = rulebook.workflow.parent?.copies ?? []
      let taken = parent.values.sorted { $0.key < $1.key }.map { name, value in
        let copy = copies.first { $0.name == name }
        return
          "\(copy?.title.spoken ?? name.text)\(Mark.colon)\(glossary.value(value, as: copy?.type))"
      }
      screen.paragraph(([parent.id.text] + taken).joined(separator: "  "), indent: 2, hanging: 4)
    }
    guard !children.isEmpty else { return }
    screen.heading(say("Projects under it", "下级项目"))
    for child in children {
      let state = child.isOver ? say("ended", "已结束") : say("open", "进行中")
      screen.paragraph(
        "\(child.id)  \(child.title)  [\(child.workflow), \(child.stage)]  \(state)", indent: 2,
        hanging: 4)
    }
  }
}

extension Child {
  var json: JSON {
    [
      "project": .name(id), "title": .string(title), "workflow": .name(workflow),
      "stage": .name(stage), "ended": .bool(isOver),
    ]
  }
}
