import Engine

extension Shape {
  static let parent = Shape.object(
    "the projects under which these are opened / 上级项目",
    required: [
      "of": .scalar("their workflow / 上级流程"),
      "in": .list(of: .scalar("stage / 阶段"), "the parent's stages / 上级项目所处阶段"),
      "by": .list(of: .scalar("role / 角色"), "who may open one: roles on the parent / 上级项目的角色"),
    ],
    optional: ["copies": .map(of: copy, "what is taken over, by name / 带入内容")])

  private static let copy = Shape.object(
    "a value that is taken over / 带入的值",
    required: [
      "type": .choice(
        fieldTypes.filter { !["file", "milestones", "milestone", "list"].contains($0) },
        "what it holds / 类型"),
      "from": .scalar("FORM.FIELD of the parent / 上级项目的 表单.字段"),
    ],
    optional: [
      "title": title, "required": .flag("none is opened without it / 必填"),
      "of": .anyOf([
        .list(of: .scalar("a choice / 选项"), "choices / 选项"),
        .map(of: title, "choices with their titles / 选项与名称"),
      ]),
      "scale": .scalar("decimals / 小数位数"),
    ])

  static let children = Shape.object(
    "projects under this one / 下级项目",
    required: [
      "of": .scalar("their workflow / 流程"), "ended": .flag("all have ended / 均已结束"),
    ])

  /// What a case supposes of projects under its own.
  static let kin = Shape.object(
    "how many / 数量",
    optional: ["open": .scalar("not ended / 进行中"), "ended": .scalar("ended / 已结束")])
}
