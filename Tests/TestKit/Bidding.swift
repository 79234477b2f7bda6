import Engine

/// Sales with bids under them: two workflows that know of each other.
///
/// | person | part |
/// |---|---|
/// | li | sells |
/// | chen, zhao, qian | bid |
/// | sun | director, who may not see the price |
/// | admin | administrator |
public enum Bidding {
  public static let sale = RulebookSources(
    workflow: .init(
      file: "sale.yaml",
      text: """
        workflow: sale
        currency: CNY
        opened_by: seller
        children: [bid]
        roles:
          seller: {on: project}
        forms:
          facts:
            fields:
              customer: {type: text}
              worth:    {type: money}
              market:   {type: choice, of: [strategic, key, normal]}
        stages:
          intake:  {first: true}
          running: {}
          over:    {last: true}
        actions:
          start: {from: [intake], by: [seller], then: [{move: running}]}
          count:
            from: [running]
            by: [seller]
            gate:
              - that: children.bid.count == 2 && children.bid.open == 1
          close:
            from: [running]
            by: [seller]
            gate:
              - children: {of: bid, ended: true}
                else: {en: bids are under way, zh: 尚有投标在进行}
            then: [{move: over}]
        """),
    layers: [
      .init(
        file: "sale-policy.yaml",
        text: """
          policy: sale-policy
          governs: sale
          calendar: {zone: Asia/Shanghai, weekend: [sat, sun]}
          """)
    ])

  public static let bid = RulebookSources(
    workflow: .init(
      file: "bid.yaml",
      text: """
        workflow: bid
        currency: CNY
        opened_by: lead
        parent:
          of: sale
          in: [running]
          by: [seller]
          copies:
            customer: {type: text, from: facts.customer, required: true}
            worth:    {type: money, from: facts.worth}
            market:   {type: choice, of: [key, normal], from: facts.market}
        roles:
          lead:     {on: project}
          team:     {on: project}
          director: {on: company}
        forms:
          offer:
            fields:
              price: {type: money, required: true, visible_to: [lead, team]}
              scan:  {type: file, max_size: 4 kB}
              extra: {type: file}
          core:
            by: [lead, team]
            visible_to: [team]
            fields:
              plan:   {type: text}
              cost:   {type: money}
              doubled: {type: money, is: core.cost * 2}
              public: {type: text, visible_to: [lead, team, director]}
          staffing:
            fields:
              lead:    {type: person, required: true}
              second:  {type: person}
              members: {type: list, of: {person: {type: person, required: true}, part: {type: text}}}
        stages:
          writing: {first: true}
          handed:  {}
          done:    {last: true}
        actions:
          hand_in:
            from: [writing]
            by: [lead]
            form: offer
            gate:
              - that: parent.customer != "nobody" && request.price <= parent.worth
                else: {en: the price is above what it is worth, zh: 报价超出项目金额}
            then: [{move: handed}]
          staff:
            from: [writing]
            by: [lead]
            form: staffing
            then:
              - appoint: {lead: [request.lead, request.second], team: "request.members.map(m, m.person)"}
          settle:
            from: [writing]
            by: [lead]
            form: offer
            gate:
              - that: request.price < 999999
            sign_off: settle
            then: [{baseline: {price: request.price}}]
          finish: {from: [writing, handed], by: [lead], then: [{move: done}]}
        """),
    layers: [
      .init(
        file: "bid-policy.yaml",
        text: """
          policy: bid-policy
          governs: bid
          calendar: {zone: Asia/Shanghai, weekend: [sat, sun]}
          measures:
            margin: {is: -(request.price - parent.worth), worse: down}
          sign_off:
            settle:
              - {step: director, role: director, when: request.price > 100000 && margin < 900000}
              - {step: late, role: director, when: request.price > 900000}
          """)
    ])

  public static let people =
    ["li", "chen", "zhao", "qian"].map { Samples.person($0) }
    + [Samples.person("sun", "director"), Samples.person("admin", Role.administrator)]

  public static func company<S: Store>(_ store: S) throws -> Company<S> {
    let company = try Company(store)
    try company.found(people, administrator: "admin")
    try company.publish(sale, as: "admin")
    try company.publish(bid, as: "admin")
    return company
  }

  /// A sale of li's that runs, for 1,000,000.
  public static func runningSale<S: Store>(
    in company: Company<S>, _ facts: [FieldName: String] = facts
  ) throws -> ProjectID {
    let id = try company.open("Metro", policy: "sale-policy", by: "li", forms: ["facts": facts])
    try company.submit("start", on: id, by: "li")
    return id
  }

  /// A sale with two bids, to its end: teams, a file, a confidential price that was returned, filed again and approved.
  public static func tell<S: Store>(on store: S) throws {
    let company = try company(store)
    let sale = try runningSale(in: company)
    let bids = try (1...2).map { _ in
      try company.open("Bid", policy: "bid-policy", under: sale, by: "li")
    }
    try company.submit(
      "staff", on: bids[1], by: "li",
      ["lead": "li", "members": #"[{"person":"chen"},{"person":"zhao"}]"#])
    try company.order(
      "chen", .fill(form: "core", values: ["plan": "undercut", "cost": "161803"]),
      on: .project(bids[1]))
    try company.submit(
      "hand_in", on: bids[0], by: "li", ["price": "1"], attachments: ["scan": someFile])
    try company.submit("finish", on: bids[0], by: "li")
    if let request = try company.submit("settle", on: bids[1], by: "li", ["price": secret]) {
      try company.returnBack(request, by: "sun")
      try company.order(
        "li", .resubmit(request, values: [:], attachments: [:], reason: "again"),
        on: .project(bids[1]))
      try company.approve(request, by: "sun")
    }
    try company.submit("count", on: sale, by: "li")
    try company.submit("finish", on: bids[1], by: "li")
    try company.submit("close", on: sale, by: "li")
  }

  /// The price: nothing else in these histories has these digits.
  public static let secret = "314159.26"

  public static let facts: [FieldName: String] = [
    "customer": "Binhai", "worth": "1000000", "market": "key",
  ]
}

extension Company {
  /// Opens a project under another.
  public func open(
    _ title: String, policy: PolicyName, under parent: ProjectID?, by person: PersonID
  ) throws -> ProjectID {
    let outcome = try order(
      person, .open(title: title, policy: policy, forms: [:], parent: parent), on: nil)
    guard case .project(let id) = outcome.stream else { throw CompanyError.noProject }
    return id
  }
}
