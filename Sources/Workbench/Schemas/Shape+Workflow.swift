import Engine

extension Shape {
  static let title = Shape.text("what people call it / 名称")
  static let expression = Shape.scalar("an expression / 表达式")
  static let roles = Shape.list(of: .scalar("role / 角色"), "roles / 角色")

  static let workflow = Shape.object(
    "what can happen to a project / 项目可以发生什么",
    required: [
      "workflow": .scalar("the workflow's name / 流程名称"),
      "currency": .scalar("ISO 4217, such as CNY / 币种"),
      "opened_by": .scalar("the role of whoever opens a project / 立项人角色"),
      "roles": .map(of: role, "roles by name / 角色"),
      "forms": .map(of: form, "forms by name / 表单"),
      "stages": .map(of: stage, "stages by name / 阶段"),
      "actions": .map(of: action, "the verbs, by name / 动作"),
    ],
    optional: [
      "title": title, "milestones": .map(of: milestone, "kinds of control point / 控制点类型"),
      "parent": parent,
      "children": .list(
        of: .scalar("workflow / 流程"), "workflows whose projects belong to these / 下级流程"),
    ])

  static let role = Shape.object(
    "a role / 角色",
    required: ["on": .choice(["project", "company"], "where it is held / 范围")],
    optional: [
      "title": title,
      "vacant": .choice(["hold"], "a project stands still while nobody holds it / 空缺则暂停"),
    ])

  static let form = Shape.object(
    "a form / 表单", required: ["fields": .map(of: field, "fields by name / 字段")],
    optional: [
      "title": title, "by": roles,
      "visible_to": .list(of: .scalar("role / 角色"), "who may read it / 可见角色"),
    ])

  static let fieldTypes = [
    "text", "choice", "money", "percent", "number", "integer", "boolean", "date", "person",
    "file", "milestones", "milestone", "list",
  ]

  static let column = Shape.object(
    "a column / 列",
    required: [
      "type": .choice(
        fieldTypes.filter { !["file", "milestones", "list"].contains($0) }, "what it holds / 类型")
    ],
    optional: [
      "title": title, "required": .flag("no row without it / 每行必填"),
      "min": .scalar("the least / 下限"), "max": .scalar("the most / 上限"), "of": choices,
      "scale": .scalar("decimals, 0 to 16 / 小数位数"),
    ])

  static let choices = Shape.anyOf([
    .list(of: .scalar("a choice / 选项"), "choices / 选项"),
    .map(of: title, "choices with their titles / 选项与名称"),
  ])

  static let field = Shape.object(
    "a field / 字段", required: ["type": .choice(fieldTypes, "what it holds / 类型")],
    optional: [
      "title": title, "required": .flag("the form is incomplete without it / 必填"),
      "min": .scalar("the least; of a list, rows / 下限；列表为行数"),
      "max": .scalar("the most; of a list, rows / 上限；列表为行数"),
      "default": .scalar("a value, or baseline.FIELD / 默认值"),
      "of": .anyOf([choices, .map(of: column, "the columns of a list / 列表的列")]),
      "scale": .scalar("decimals, 0 to 16 / 小数位数"),
      "is": .scalar("an expression that computes it; nobody gives it / 计算公式"),
      "visible_to": .list(of: .scalar("role / 角色"), "who may read it / 可见角色"),
      "max_size": .scalar("of a file, such as 20 MB / 附件大小上限"),
      "exempt": .flag("may change while a request depends on it / 审批期间可改"),
      "searchable": .flag("found by `lessons search`; text alone / 可检索，仅限文本"),
    ])

  static let stage = Shape.object(
    "a stage / 阶段",
    optional: [
      "title": title, "first": .flag("projects begin here / 起点"),
      "last": .flag("nothing happens any more / 终点"),
    ])

  static let milestone = Shape.object(
    "a kind of control point / 控制点类型",
    required: ["confirmed_by": .scalar("the role that confirms it / 确认角色")],
    optional: [
      "title": title, "that": expression,
      "evidence": .list(of: .scalar("a file field / 附件字段"), "what must be shown / 佐证"),
    ])

  static let criterion = Shape.object(
    "one thing that must be so / 条件",
    optional: [
      "form": .scalar("this form is complete / 表单完整"), "that": expression,
      "milestone": .scalar("this control point is reached / 控制点已成立"),
      "nothing_open": .anyOf([
        .choice(["any"], "no request is open / 没有未结束的申请"),
        .list(of: .scalar("action / 动作"), "no request of these is open / 没有此类未结束的申请"),
      ]), "children": children, "else": title,
    ], oneOf: [["form"], ["that"], ["milestone"], ["nothing_open"], ["children"]])

  static let gate = Shape.list(of: criterion, "what must be so before it may be submitted / 关口")

  static let effect = Shape.object(
    "what happens / 效果",
    optional: [
      "move": .scalar("to this stage / 进入阶段"),
      "appoint": .map(
        of: .anyOf([
          .scalar("request.FIELD, or request.LIST.map(m, m.COLUMN)"),
          .list(of: .scalar("request.FIELD"), "several / 多人"),
        ]), "role: who holds it from then on / 任命"),
      "baseline": .map(of: .scalar("request.FIELD"), "name: request.FIELD / 基线"),
      "spend": .scalar("request.FIELD / 支出"), "plan": .scalar("request.FIELD / 控制点计划"),
      "reach": .scalar("request.FIELD / 控制点成立"),
    ])

  static let action = Shape.object(
    "a verb / 动作",
    required: [
      "from": .list(of: .scalar("stage / 阶段"), "possible in these stages / 可在哪些阶段"),
      "by": roles,
    ],
    optional: [
      "title": title, "form": .scalar("the form that travels with it / 随附表单"), "gate": gate,
      "sign_off": .scalar("the chain of the policy that decides it / 审批链"),
      "many": .flag("several may be open at once / 可同时有多个"),
      "then": .list(of: effect, "effects / 效果"),
    ])
}
