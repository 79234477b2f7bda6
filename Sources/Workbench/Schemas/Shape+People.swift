import Engine

extension Shape {
  static let directory = Shape.object(
    "people / 人员目录",
    required: ["people": .map(of: person, "people by id / 人员")],
    optional: ["directory": .scalar("the directory's name / 目录名称")])

  static let person = Shape.object(
    "somebody / 人员", required: ["name": title],
    optional: [
      "rank": .scalar("seniority, 0 upwards / 职级"),
      "manager": .scalar("the id of the superior / 上级"),
      "ceiling": .scalar("200000 CNY, or unlimited / 权限上限"),
      "accounts": .list(of: .scalar("login / 登录账号"), "logins / 登录账号"),
      "alias_of": .scalar("the human's own entry / 本人主条目"),
      "left_on": .date("the first day no longer here / 离职日"),
      "roles": .list(
        of: .anyOf([
          .scalar("role / 角色"),
          .object(
            "a role for a time / 有期限的角色", required: ["role": .scalar("role / 角色")],
            optional: [
              "from": .date("since / 自"), "until": .date("the first day without / 止"),
            ]),
        ]), "roles of the company / 公司角色"),
      "absences": .list(
        of: .object(
          "days away / 缺席",
          required: [
            "from": .date("the first day / 首日"), "until": .date("the first day back / 返岗首日"),
          ],
          optional: ["reason": .scalar("why / 事由")]), "absences / 缺席"),
    ])

  static let values = Shape.map(
    of: .anyOf([
      .scalar("as it would be typed / 如同输入"),
      .list(
        of: .anyOf([
          .scalar("KIND:DATE:BUDGET"),
          .map(of: .scalar("cell / 单元格"), "a row by column, or a control point / 一行，或控制点"),
        ]), "rows, or control points / 各行，或控制点"),
    ]), "fields and values / 字段与值")

  static let situation = Shape.object(
    "how a project stands / 情形",
    optional: [
      "stage": .scalar("stage / 阶段"),
      "roles": .map(
        of: .list(of: .scalar("person / 人员"), "people / 人员"), "roles of the project / 项目角色"),
      "forms": .map(of: values, "forms by name / 表单"), "baseline": values,
      "original": values, "spent": .scalar("money spent / 已支出"),
      "windows": .map(
        of: .scalar("what other requests weigh / 其他申请累计"), "rolling windows by name / 滚动窗口"),
      "milestones": .list(
        of: .anyOf([
          .scalar("KIND:DATE:BUDGET"),
          .object(
            "a control point / 控制点",
            required: ["kind": .scalar("kind / 类型"), "due": .date("due / 日期")],
            optional: ["budget": .scalar("its share / 费用")]),
        ]), "control points / 控制点"),
      "reached": .list(of: .scalar("kind / 类型"), "reached / 已成立"),
      "open": .list(of: .scalar("action / 动作"), "requests that wait / 未结束的申请"),
      "since": .date("the day on which it was opened / 建立日期"),
      "duties": .map(
        of: .date("fulfilled through, or arose on / 已履行至，或产生日期"), "by duty / 各项义务"),
      "parent": values, "children": .map(of: kin, "projects under it, by workflow / 下级项目"),
    ])

  static let expectation = Shape.object(
    "what must come of it / 预期",
    optional: [
      "route": .list(of: .scalar("step / 步骤"), "steps in order; [] at once / 审批链"),
      "people": .map(
        of: .list(of: .scalar("person / 人员"), "people / 人员"), "by step / 各步骤人员"),
      "refused": .choice(Refusal.Code.allCases.map(\.rawValue), "code / 拒绝代码"),
      "because": .scalar("words of the reason / 理由中的文字"),
      "values": .map(of: .scalar("value / 值"), "measures and TABLE.OUTPUT / 度量与表输出"),
      "holds": .list(of: .scalar("hold / 限制"), "in force, and no others / 生效的限制"),
    ])

  static let cases = Shape.object(
    "cases of a policy / 制度的用例",
    required: [
      "tests": .scalar("the policy / 制度"),
      "cases": .list(
        of: .object(
          "a case / 用例",
          required: ["case": .scalar("its name / 名称"), "expect": expectation],
          optional: [
            "given": .scalar("the name of a situation / 情形"), "with": situation,
            "today": .date("the day / 日期"), "by": .scalar("who submits / 提交人"),
            "action": .scalar("action / 动作"), "request": values,
            "reason": .scalar("reason / 理由"),
          ]), "cases / 用例"),
    ],
    optional: [
      "extends": .scalar("the policy below whose cases run here too / 其用例在此同样运行的上层制度"),
      "except": .list(
        of: .scalar("the name of a case / 用例名称"), "cases of it that do not hold here / 在此不适用的用例"),
      "today": .date("the day / 日期"),
      "situations": .map(of: situation, "situations by name / 情形"),
      "people": .map(
        of: .object(
          "somebody / 人员",
          optional: [
            "name": title, "rank": .scalar("rank / 职级"), "manager": .scalar("上级"),
            "ceiling": .scalar("权限上限"),
            "roles": .list(of: .scalar("role / 角色"), "roles of the company / 公司角色"),
            "alias_of": .scalar("本人主条目"), "left_on": .date("离职日"),
          ]), "people by id / 人员"),
    ])
}
