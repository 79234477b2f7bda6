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
      "windows": .map(of: window, "what requests add up to over time / 滚动窗口"),
      "measures": .map(of: measure, "what limits are compared with / 度量"),
      "tables": .map(of: table, "decision tables / 决策表"),
      "gates": .map(of: gate, "by action; adds to the workflow's / 各动作的附加关口"),
      "holds": .map(of: hold, "what stops while reality is off the plan / 限制"),
      "sign_off": .map(
        of: .list(of: .anyOf([step, together]), "steps in order / 步骤"), "chains by name / 审批链"),
      "reapproval": .map(
        of: .map(of: worsening, "by field of the request / 按申请字段"),
        "by chain: which changes its signers mind / 复批规则"),
      "override": override, "lapses": lapses,
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

  static let window = Shape.object(
    "what requests of some actions add up to / 滚动窗口",
    required: [
      "sum": expression,
      "of": .list(of: .scalar("action / 动作"), "whose requests add up / 累计的动作"),
      "by": .scalar("submitter, project or FORM.FIELD / 归属"),
      "within": .scalar("90 days / 天数"),
    ], optional: ["title": title])

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

  static let together = Shape.object(
    "steps at the same time / 并行步骤", required: ["together": .list(of: step, "steps / 步骤")])

  static let step = Shape.object(
    "a step / 步骤", required: ["step": .scalar("the step's name / 步骤名称")],
    optional: [
      "title": title, "role": .scalar("anybody who holds it / 角色"),
      "person": .scalar("request.FIELD"),
      "any": .list(of: .scalar("role / 角色"), "one of them / 或签"),
      "all": .list(of: .scalar("role / 角色"), "each of them / 会签"),
      "vote": .anyOf([
        .list(of: .scalar("role / 角色"), "each holder has a vote / 票签"),
        .map(of: .scalar("weight / 权重"), "what each holder's vote weighs / 票签权重"),
      ]),
      "superior": .choice(["submitter"], "the submitter's superior / 提交人的上级"),
      "quorum": .scalar("how many people of the role / 人数"),
      "needs": .scalar("half, 2/3 or a weight / 通过所需"),
      "covers": .scalar("the amount that signers must have the authority for / 须有权审批的金额"),
      "when": expression,
      "within": .scalar("2 days, 2 working days / 期限"),
      "late": .anyOf([
        .choice(["remind", "escalate", "return", "reject"], "when the time has passed / 超期处理"),
        .object(
          "when the time has passed / 超期处理",
          optional: [
            "escalate": .scalar("role / 角色"),
            "approve": .object(
              "passes by itself / 自动通过", required: ["below": .scalar("1000 CNY")]),
          ]),
      ]),
      "rejection": .choice(Rejection.allCases.map(\.rawValue), "what a no does / 拒绝的效果"),
      "comment": .choice(["required"], "an approval needs one too / 须附意见"),
    ], oneOf: [["role"], ["person"], ["any"], ["all"], ["vote"], ["superior"]])

  static let worsening = Shape.object(
    "when a change is worse / 何为变差",
    required: [
      "worse": .choice(Worsening.Direction.allCases.map(\.rawValue), "direction / 方向")
    ],
    optional: ["asks": .list(of: .scalar("step / 步骤"), "whom it concerns / 涉及的步骤")])

  static let override = Shape.object(
    "passing without the signatures / 特批",
    required: [
      "by": .list(of: .scalar("role / 角色"), "two of them / 其中两人"),
      "review": .scalar("30 days: looked at again within / 复核期限"),
    ])

  static let lapses = Shape.object(
    "how long things count / 有效期",
    optional: [
      "requests": .scalar("60 days: to decide a request / 审批时限"),
      "approvals": .scalar("30 days: an approval counts / 同意有效期"),
    ])
}

extension Policy.Repeats {
  fileprivate static let allNames = [Self.separate, .merge].map(\.rawValue)
}
