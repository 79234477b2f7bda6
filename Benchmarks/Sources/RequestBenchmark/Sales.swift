import Engine
import SQLiteStorage

/// A workspace with very many projects, as a company has them after years: most are over and have left a lesson, some are under
/// way, a few of those wait for a signature or are late. What reports and search take is measured on this.
///
/// Of every 50 projects 30 are over. Of the 20 under way one waits for one of a hundred signers, another is past its control point.
func prepareSales(_ path: String, projects: Int) throws {
  let company = try Company(
    try SQLiteStore.create(at: path, sha256: sha256), now: "2026-03-02T01:00:00Z")
  let administrator = SmallCompany.person("admin", roles: ["administrator"])
  try company.order(
    "admin", .found(name: "benchmark", administrator: administrator, allowsActingAs: true), on: nil)
  let signers = (1...100).map { SmallCompany.person(PersonID("s\($0)"), rank: 3) }
  try company.order(
    "admin", .importPeople([SmallCompany.person("li")] + signers), on: .workspace)
  try company.publish(Sales.sources, as: "admin")
  for first in stride(from: 1, through: projects, by: Sales.portion) {
    let numbers = Array(first...min(projects, first + Sales.portion - 1))
    try company.together(numbers) { number in
      (.open(title: "项目 \(number)", policy: "sales", forms: ["facts": ["size": "big"]]), nil)
    }
    try company.together(numbers) { number in
      let due = number % 50 == 31 ? "2026-02-27" : "2026-12-31"
      return (
        Sales.submit("start", ["budget": "\(100_000 + number)", "points": "signed:\(due)"]),
        Sales.project(number)
      )
    }
    try company.together(numbers.filter { $0 % 50 < 30 }) { number in
      (
        Sales.submit(number % 3 == 0 ? "lose" : "win", ["lessons": Sales.lesson(number)]),
        Sales.project(number)
      )
    }
    try company.together(numbers.filter { $0 % 50 == 30 }) { number in
      (
        Sales.submit("change", ["budget": "200000", "signer": "s\(number / 50 % 100 + 1)"]),
        Sales.project(number)
      )
    }
  }
}

extension Company {
  /// Gives a command for each of some numbers, all in one transaction.
  fileprivate func together(_ numbers: [Int], _ order: (Int) -> (Order, Engine.Stream?)) throws {
    let actor = Actor(person: "li", authentication: .account("test-li"))
    _ = try service.execute(
      all: numbers.map { number in
        let (order, target) = order(number)
        let id = CommandID("\(order.submitted)-\(number)")
        return (
          Command(envelope: Envelope(command: id, actor: actor, at: now), order: order), target
        )
      })
  }
}

extension Order {
  fileprivate var submitted: String {
    if case .submit(let action, _, _, _) = self { action.text } else { "open" }
  }
}

private enum Sales {
  /// Projects in one transaction.
  static let portion = 500

  static func project(_ number: Int) -> Engine.Stream { .project(ProjectID("P-\(number)")) }

  static func submit(_ action: ActionName, _ values: [FieldName: String]) -> Order {
    .submit(action: action, values: values, attachments: [:], reason: "")
  }

  /// Some two hundred characters; every third is about bids, one of a thousand about an iPad.
  static func lesson(_ number: Int) -> String {
    let words = [
      "客户关系", "技术方案", "价格过高", "合作伙伴支持不足", "决策人未见面", "演示效果好", "需求变化",
      "竞争对手提前介入", "交付能力", "商务条款",
    ]
    var text = number % 3 == 0 ? "投标阶段：" : "总结："
    for index in 0..<30 {
      text += words[(number &* 7 + index &* (number % 11 + 1)) % words.count] + "，"
    }
    if number % 1_000 == 0 { text += "iPad demo。" }
    return text
  }

  static let sources = RulebookSources(
    workflow: .init(
      file: "sale.yaml",
      text: """
        workflow: sale
        currency: CNY
        opened_by: seller
        roles:
          seller: {on: project}
        forms:
          facts:  {fields: {size: {type: choice, of: [big, small], required: true}}}
          start:
            fields:
              budget: {type: money, required: true, min: 1}
              points: {type: milestones, required: true}
          change:
            fields:
              budget: {type: money, required: true, min: 1}
              signer: {type: person, required: true}
          report: {fields: {lessons: {type: text, required: true, searchable: true}}}
        milestones:
          signed: {confirmed_by: seller, that: "facts.size == 'big'"}
        stages:
          open:    {first: true}
          running: {}
          won:     {last: true}
          lost:    {last: true}
        actions:
          start:
            from: [open]
            by: [seller]
            form: start
            then:
              - baseline: {budget: request.budget}
              - plan: request.points
              - move: running
          change:
            from: [running]
            by: [seller]
            form: change
            sign_off: change
            then:
              - baseline: {budget: request.budget}
          win:  {from: [running], by: [seller], form: report, then: [{move: won}]}
          lose: {from: [running], by: [seller], form: report, then: [{move: lost}]}
        """),
    layers: [
      .init(
        file: "sales.yaml",
        text: """
          policy: sales
          governs: sale
          calendar: {zone: Asia/Shanghai, weekend: [sat, sun]}
          sign_off:
            change:
              - {step: signer, person: request.signer, within: 2 working days}
          """)
    ])
}
