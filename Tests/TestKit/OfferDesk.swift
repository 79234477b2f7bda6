import Engine

/// A desk that writes offers: a workflow for what forms can hold beside single values.
///
/// | person | roles | manager |
/// |---|---|---|
/// | li | writes offers | wu |
/// | wu | head of the desk | sun |
/// | sun | executive | – |
/// | admin | administrator | – |
public enum OfferDesk {
  public static let workflow = RulebookSources.Document(
    file: "desk.yaml",
    text: """
      workflow: desk
      title: {en: Offers, zh: 报价}
      currency: CNY
      opened_by: clerk
      roles:
        clerk:     {on: project, title: {en: Clerk, zh: 经办人}}
        head:      {on: company, title: {en: Head, zh: 主管}}
        executive: {on: company, title: {en: Executive, zh: 企业领导}}
      forms:
        offer:
          title: {en: Offer, zh: 报价单}
          fields:
            lines:
              title: {en: Lines, zh: 明细}
              type: list
              required: true
              min: 1
              max: 3
              of:
                item:   {type: text, required: true, title: {en: Item, zh: 品名}}
                count:  {type: integer, min: 1, title: {en: Count, zh: 数量}}
                owner:  {type: person, title: {en: Owner, zh: 负责人}}
                amount: {type: money, required: true, title: {en: Amount, zh: 金额}}
            note: {type: text, title: {en: Note, zh: 备注}}
      stages:
        open: {first: true, title: {en: Open, zh: 进行中}}
        done: {last: true, title: {en: Done, zh: 已结束}}
      actions:
        offer:
          title: {en: Make an offer, zh: 提交报价}
          from: [open]
          by: [clerk]
          form: offer
          gate:
            - that: request.lines.all(line, has(line.owner))
              else: {en: each line needs an owner, zh: 每行须有负责人}
          sign_off: offer
        close:
          title: {en: Close, zh: 结束}
          from: [open]
          by: [clerk]
          then:
            - move: done
      """)

  public static let policy = RulebookSources.Document(
    file: "desk-policy.yaml",
    text: """
      policy: desk-policy
      governs: desk
      calendar: {zone: Asia/Shanghai, weekend: [sat, sun], holidays: [2026-10-01..2026-10-07], working: [2026-10-10]}
      measures:
        total:   {is: "request.lines.map(line, line.amount).sum()", worse: up}
        highest: {is: "request.lines.map(line, line.amount).max()", worse: up}
      sign_off:
        offer:
          - {step: head, role: head}
          - {step: executive, role: executive, when: total > 1000}
      """)

  public static let sources = RulebookSources(workflow: workflow, layers: [policy])

  public static let people: [Person] = [
    SmallCompany.person("admin", roles: ["administrator"]),
    SmallCompany.person("li", manager: "wu"),
    SmallCompany.person("sun", rank: 5, roles: ["executive"]),
    SmallCompany.person("wu", rank: 3, manager: "sun", roles: ["head"]),
  ]

  /// The desk with its policy in force and one project of li's.
  public static func company<S: Store>(_ store: S, _ sources: RulebookSources = sources) throws
    -> (company: Company<S>, project: ProjectID)
  {
    let company = try Company(store)
    try company.found(people, administrator: "admin")
    try company.publish(sources, as: "admin")
    return (company, try company.open("Metro", policy: "desk-policy", by: "li"))
  }

  /// The rules with some of their words replaced.
  public static func sources(
    workflow replacements: [(String, String)] = [], policy others: [(String, String)] = []
  ) -> RulebookSources {
    func replaced(_ document: RulebookSources.Document, _ pairs: [(String, String)])
      -> RulebookSources.Document
    {
      .init(
        file: document.file,
        text: pairs.reduce(document.text) { text, pair in
          precondition(text.contains(pair.0), "\(pair.0)")
          return text.replacing(pair.0, with: pair.1)
        })
    }
    return RulebookSources(
      workflow: replaced(workflow, replacements), layers: [replaced(policy, others)])
  }

  /// Rows as they are typed.
  public static func rows(_ rows: [[String: String]]) -> String {
    JSON.array(rows.map { .object($0.mapValues(JSON.string)) }).canonicalText
  }
}
