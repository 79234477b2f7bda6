import Engine

extension Shape {
  /// A policy that stands by itself governs a workflow; a layer extends another policy.
  static let policy = Shape.object(
    "who has to agree, and when / 谁须同意、何时须同意",
    required: ["policy": .scalar("the policy's name / 制度名称")],
    optional: [
      "governs": .scalar("the workflow / 适用流程"),
      "extends": .scalar("the policy that this one changes / 所继承的制度"),
      "title": title, "calendar": calendar,
      "repeats": .choice(
        Policy.Repeats.allNames, "what one person who could sign twice does / 重复签署"),
      "limits": .map(
        of: .anyOf([.scalar("5%, 7 days, 200000 CNY, 3"), limit]), "numbers to tune / 限额"),
      "measures": .map(of: measure, "what limits are compared with / 度量"),
      "tables": .map(of: table, "decision tables / 决策表"),
      "gates": .map(of: gate, "by action; adds to the workflow's / 各动作的附加关口"),
      "holds": .map(of: hold, "what stops while reality is off the plan / 限制"),
      "sign_off": .map(of: .list(of: step, "steps in order / 步骤"), "chains by name / 审批链"),
      "locked": .list(of: .scalar("SECTION or SECTION.NAME"), "what no layer may touch / 锁定"),
    ])

  static let calendar = Shape.object(
    "when people work / 工作日历",
    optional: [
      "zone": .scalar("an IANA time zone, such as Asia/Shanghai / 时区"),
      "weekend": .list(
        of: .choice(["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "day / 日"), "周末"),
      "holidays": .list(of: .scalar("2026-10-01..2026-10-07"), "holidays / 假日"),
      "working": .list(of: .date("make-up day / 调休日"), "worked all the same / 调休"),
    ])

  static let limit = Shape.object(
    "a limit / 限额",
    optional: [
      "value": .scalar("5%, 7 days, 200000 CNY, 3"),
      "between": .list(of: .scalar("bound / 界限"), "the least and the most / 上下限"),
      "title": title,
    ])

  static let measure = Shape.object(
    "a quantity / 度量", required: ["is": expression],
    optional: ["worse": .choice(["up", "down"], "where worse lies / 变差方向"), "title": title])

  static let table = Shape.object(
    "a decision table / 决策表",
    required: [
      "hit": .choice(HitPolicy.allCases.map(\.rawValue), "hit policy / 命中策略"),
      "inputs": .map(of: expression, "inputs by name / 输入"),
      "outputs": .map(
        of: .anyOf([
          .list(of: .scalar("choice / 选项"), "choices / 选项"),
          .choice(
            ["text", "money", "percent", "number", "integer", "boolean", "date"], "type / 类型"),
        ]), "outputs by name / 输出"),
      "rules": .list(
        of: .list(of: .scalar("cell / 单元格"), "inputs, then outputs / 先输入后输出"), "rules / 规则"),
    ],
    optional: [
      "title": title, "frozen_at": .scalar("the action that fixes it for good / 由此动作固定"),
      "default": .list(of: .scalar("output / 输出"), "when no rule matches / 无规则符合时"),
    ])

  static let hold = Shape.object(
    "a hold / 限制",
    required: [
      "when": expression,
      "stops": .list(of: .scalar("action / 动作"), "what it stops / 阻止的动作"),
      "until": .scalar("the action that lifts it / 用以解除的动作"), "else": title,
    ], optional: ["title": title])

  static let step = Shape.object(
    "a step / 步骤", required: ["step": .scalar("the step's name / 步骤名称")],
    optional: [
      "title": title, "role": .scalar("anybody who holds it / 角色"),
      "person": .scalar("request.FIELD"),
      "any": .list(of: .scalar("role / 角色"), "one of them / 或签"),
      "all": .list(of: .scalar("role / 角色"), "each of them / 会签"), "when": expression,
      "within": .scalar("2 days, 2 working days / 期限"),
      "comment": .choice(["required"], "an approval needs one too / 须附意见"),
    ], oneOf: [["role"], ["person"], ["any"], ["all"]])
}

extension Policy.Repeats {
  fileprivate static let allNames = [Self.separate, .merge].map(\.rawValue)
}
