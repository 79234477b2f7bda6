import CEL
import Engine

/// A company small enough to reason about: one workflow with every kind of rule, one policy, eight people.
///
/// | person | roles | manager |
/// |---|---|---|
/// | li | submits; often also project manager | chen |
/// | chen | project manager | wu |
/// | zhao | sponsor | sun |
/// | qian | sales director | sun |
/// | sun | executive | – |
/// | wu | general manager | sun |
/// | admin | administrator | – |
/// | li2 | another entry of li | – |
public enum SmallCompany {
  public static let workflow = RulebookSources.Document(
    file: "small.yaml",
    text: """
      workflow: small
      currency: CNY
      opened_by: salesperson
      roles:
        salesperson:     {on: project}
        project_manager: {on: project}
        sponsor:         {on: project, vacant: hold}
        sales_director:  {on: company}
        general_manager: {on: company}
        executive:       {on: company}
      forms:
        facts:
          fields:
            customer: {type: text, required: true}
            margin:   {type: money, required: true}
            market:   {type: choice, of: [strategic, key, normal], required: true}
            remark:   {type: text, exempt: true, searchable: true}
            score:    {type: integer, min: 0, max: 5}
        start:
          fields:
            sponsor: {type: person, required: true}
            manager: {type: person, required: true}
            points:  {type: milestones, required: true}
        plan:
          fields:
            budget: {type: money, required: true, min: 1}
            finish: {type: date, required: true}
        change:
          fields:
            budget: {type: money, default: baseline.budget, min: 1}
            finish: {type: date, default: baseline.finish}
            reason: {type: text, required: true}
        expense:
          fields:
            amount: {type: money, required: true, min: 0.01}
        proof:
          fields:
            point: {type: milestone, required: true}
            note:  {type: file}
        successor:
          fields:
            sponsor: {type: person, required: true}
      milestones:
        accepted:
          that: facts.score >= 4
          evidence: [note]
          confirmed_by: sponsor
        signed:
          evidence: [note]
          confirmed_by: sponsor
      stages:
        intake:  {first: true}
        running: {}
        over:    {last: true}
      actions:
        start:
          from: [intake]
          by: [salesperson]
          form: start
          gate:
            - form: facts
            - that: request.points.size() >= 1
              else: {en: set a control point, zh: 请设定控制点}
          sign_off: start
          then:
            - appoint: {sponsor: request.sponsor, project_manager: request.manager}
            - plan: request.points
            - move: running
        plan:
          from: [running]
          by: [project_manager]
          form: plan
          then:
            - baseline: {budget: request.budget, finish: request.finish}
        change:
          from: [running]
          by: [salesperson, project_manager]
          form: change
          sign_off: change
          then:
            - baseline: {budget: request.budget, finish: request.finish}
        spend:
          from: [running]
          by: [salesperson, project_manager]
          form: expense
          then:
            - spend: request.amount
        reach:
          from: [running]
          by: [project_manager]
          form: proof
          then:
            - reach: request.point
        replace:
          from: [running]
          by: [salesperson, project_manager]
          form: successor
          sign_off: replace
          then:
            - appoint: {sponsor: request.sponsor}
        close:
          from: [running]
          by: [project_manager]
          gate:
            - nothing_open: any
            - milestone: signed
          then:
            - move: over
      """)

  public static let policy = RulebookSources.Document(
    file: "small-policy.yaml",
    text: """
      policy: small-policy
      governs: small
      calendar: {zone: Asia/Shanghai, weekend: [sat, sun], holidays: [2026-10-01..2026-10-07], working: [2026-10-10]}
      limits:
        tolerance:  {value: 5%, between: [0%, 10%]}
        escalation: 20%
        late:       30 days
        executive_above: 200000 CNY
      # No rule reads it: that every change weighs something is for the stores and those who verify them.
      windows:
        raised: {sum: request.budget, of: [change], by: submitter, within: 90 days}
      measures:
        overrun:  {is: request.budget / original.budget - 1, worse: up}
        increase: {is: request.budget / baseline.budget - 1, worse: up}
        delay:    {is: request.finish - original.finish, worse: up}
        added:    {is: request.budget - original.budget, worse: up}
      tables:
        importance:
          hit: unique
          frozen_at: start
          inputs:  {margin: facts.margin, market: facts.market}
          outputs: {level: [A, B, C]}
          rules:
            - [">= 5000000",         "-",           A]
            - ["[1000000..5000000)", strategic,     A]
            - ["[1000000..5000000)", "key, normal", B]
            - ["< 1000000",          strategic,     B]
            - ["< 1000000",          "key, normal", C]
      gates:
        start:
          - that: importance.level != "A" || request.sponsor.rank >= 3
            else: {en: an A project needs a sponsor of rank 3, zh: A 级项目的发起人须为三级}
      holds:
        over_budget:
          when: project.spent > baseline.budget * (1 + limits.tolerance)
          stops: [spend, reach, close]
          until: change
          else: {en: spend is beyond the plan, zh: 费用超出计划}
      sign_off:
        start:
          - {step: sponsor,  person: request.sponsor}
          - {step: director, any: [sales_director, general_manager]}
        replace:
          - {step: director, any: [sales_director, general_manager]}
        change:
          - {step: manager,  role: project_manager}
          - {step: sponsor,  role: sponsor, within: 2 working days}
          - {step: director, any: [sales_director, general_manager]}
          - step: executive
            role: executive
            when: increase > 0 && (overrun > limits.escalation || added > limits.executive_above) || delay > limits.late
      """)

  public static let sources = RulebookSources(workflow: workflow, layers: [policy])

  /// The same with a layer on top, written as YAML sections.
  public static func extended(_ sections: String) -> RulebookSources {
    RulebookSources(
      workflow: workflow,
      layers: [
        policy,
        .init(file: "layer.yaml", text: "policy: layer\nextends: small-policy\n\(sections)\n"),
      ])
  }

  public static let people: [Person] = [
    person("admin", roles: ["administrator"]),
    person("chen", manager: "wu"),
    person("li", manager: "chen"),
    person("li2", alias: "li"),
    person("qian", rank: 3, manager: "sun", roles: ["sales_director"]),
    person("sun", rank: 5, roles: ["executive"]),
    person("wu", rank: 4, manager: "sun", roles: ["general_manager"]),
    person("zhao", rank: 3, manager: "sun"),
  ]

  public static func person(
    _ id: PersonID, rank: Int = 1, manager: PersonID? = nil, alias: PersonID? = nil,
    roles: [RoleName] = []
  ) -> Person {
    Person(
      id: id, name: .init(verbatim: id.text), rank: rank, manager: manager,
      accounts: ["test-\(id)"], aliasOf: alias, holdings: roles.map { .init(role: $0) })
  }

  /// Table 1 of a middling project: level B.
  public static let facts: [FieldName: String] = [
    "customer": "ACME", "margin": "1200000", "market": "key", "score": "3",
  ]

  /// The company with its policy in force.
  public static func company<S: Store>(
    _ store: S, _ sources: RulebookSources = sources,
    isSigned: @escaping SignatureCheck = { _, _, _ in false }
  ) throws -> Company<S> {
    let company = try Company(store, isSigned: isSigned)
    try company.found(people, administrator: "admin")
    try company.publish(sources, as: "admin")
    return company
  }

  /// A project of li's that runs: sponsor zhao, manager chen, budget 100,000 to finish by 30 June.
  public static func runningProject<S: Store>(
    in company: Company<S>, policy: PolicyName = "small-policy", manager: String = "chen"
  ) throws -> ProjectID {
    let id = try company.open("Bridge", policy: policy, by: "li", forms: ["facts": facts])
    let request = try company.submit(
      "start", on: id, by: "li",
      ["sponsor": "zhao", "manager": manager, "points": "accepted:2026-04-01,signed:2026-06-01"])
    if let request {
      try company.approve(request, by: "zhao")
      try company.approve(request, by: "qian")
    }
    try company.submit(
      "plan", on: id, by: PersonID(manager), ["budget": "100000", "finish": "2026-06-30"])
    return id
  }
}

/// Any attachment.
public let someContent: [UInt8] = [1, 2, 3]
public let someFile = Attachment(
  name: "note.pdf", size: someContent.count, digest: sha256(someContent))
