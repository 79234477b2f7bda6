import Engine

/// Documents in which people ask for money, under a chain that the test writes.
public enum DeskRules {
  /// The workflow of `Tests/Scenarios/rules/desk.yaml`.
  public static let workflow = workflow(
    named: "desk", projectRoles: ["backer"],
    companyRoles: ["director", "officer", "general", "executive"])

  /// The same with other roles; `asker` is always there.
  public static func workflow(
    named name: String, projectRoles: [String], companyRoles: [String]
  ) -> RulebookSources.Document {
    let roles =
      (["asker"] + projectRoles).map { "  \($0): {on: project}" }
      + companyRoles.map { "  \($0): {on: company}" }
    return RulebookSources.Document(
      file: "\(name).yaml",
      text: """
        workflow: \(name)
        currency: CNY
        opened_by: asker
        roles:
        \(roles.joined(separator: "\n"))
        forms:
          facts:
            fields:
              score:  {type: integer, min: 0, max: 9}
              remark: {type: text, exempt: true}
          money:
            fields:
              amount: {type: money, required: true, min: 0}
              finish: {type: date}
              person: {type: person}
              note:   {type: text}
        stages:
          work: {first: true}
          over: {last: true}
        actions:
          ask:
            from: [work]
            by: [asker]
            form: money
            sign_off: ask
            many: true
            then:
              - baseline: {amount: request.amount}
          spend:
            from: [work]
            by: [asker]
            form: money
            then:
              - spend: request.amount
          close:
            from: [work]
            by: [asker]
            then:
              - move: over

        """)
  }

  /// A policy with one chain, and whatever other sections it takes.
  public static func sources(
    _ signOff: String, also: String = "", named name: String = "desk-rules"
  ) -> RulebookSources {
    let steps = signOff.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
    return RulebookSources(
      workflow: workflow,
      layers: [
        .init(
          file: "desk-rules.yaml",
          text: """
            policy: \(name)
            governs: desk
            calendar: {zone: Asia/Shanghai, weekend: [sat, sun], holidays: [2026-10-01..2026-10-07], working: [2026-10-10]}
            \(also)
            sign_off:
              ask:
            \(steps)

            """)
      ])
  }
}
