import CEL
import Diagnostics
import Engine

/// Reads one sign-off chain, compiled in the scope of the action that it is for.
struct ChainDocument {
  let scope: Scope
  let form: Form?
  let roles: [RoleName]
  let currency: String
  /// For messages: the chain, or the action.
  let name: String
  let findings: Findings

  private static let signers = ["role", "person", "any", "all", "vote", "superior"]
  private static let keys =
    signers + [
      "title", "when", "within", "late", "comment", "quorum", "needs", "covers", "rejection",
    ]

  func steps(_ node: Node) -> [Step] {
    let items = findings.elements(node, Bilingual("steps", zh: "步骤"))
    if items.isEmpty {
      findings.error(
        "empty-chain", Bilingual("chain `\(name)` has no steps", zh: "审批链 `\(name)` 没有步骤"),
        at: node.span)
    }
    var names: [StepName] = []
    return items.enumerated().flatMap { index, item -> [Step] in
      guard case .mapping(let entries) = item.content, entries.first?.key.text == "together" else {
        return step(item, group: nil, &names).map { [$0] } ?? []
      }
      let fields = findings.fields(
        item, Bilingual("steps at the same time", zh: "并行步骤"), required: ["together"])
      let parallel =
        fields["together"].map { findings.elements($0, Bilingual("steps", zh: "步骤")) } ?? []
      if parallel.count < 2 {
        findings.error(
          "unexpected",
          Bilingual("`together:` takes two steps or more", zh: "`together:` 至少含两个步骤"),
          at: item.span)
      }
      return parallel.compactMap { step($0, group: index, &names) }
    }
  }

  private func step(_ item: Node, group: Int?, _ names: inout [StepName]) -> Step? {
    let fields = findings.fields(
      item, Bilingual("a step", zh: "步骤"), required: ["step"], optional: Self.keys)
    guard
      let name: StepName = fields["step"].flatMap({
        findings.name($0, Bilingual("the step's name", zh: "步骤名称"))
      })
    else { return nil }
    if names.contains(name) {
      findings.error(
        "repeated",
        Bilingual("step `\(name)` stands twice in the chain", zh: "步骤 `\(name)` 在链中重复"),
        at: fields["step"]?.span)
    }
    names.append(name)
    let condition = fields["when"].flatMap {
      findings.expression($0, in: scope, expecting: [.bool])
    }
    let covers = fields["covers"].flatMap {
      findings.expression($0, in: scope, expecting: [.decimal])
    }
    let late = fields["late"].flatMap { self.late($0, covers: covers != nil) }
    if let node = fields["late"], fields["within"] == nil {
      findings.error(
        "unexpected",
        Bilingual("`late:` needs a deadline: `within:`", zh: "`late:` 须与期限 `within:` 同用"),
        at: node.span)
    }
    let rejection: Rejection =
      fields["rejection"].flatMap { choice($0, Rejection.allCases) } ?? .ends
    let needsComment = fields["comment"].map(self.needsComment) ?? false
    guard let signers = self.signers(fields, item) else { return nil }
    return Step(
      name: name, title: findings.title(fields, of: name.text), signers: signers,
      condition: condition, group: group, covers: covers,
      within: fields["within"].flatMap(findings.term), late: late, rejection: rejection,
      needsComment: needsComment, place: Place(item.span))
  }

  private func needsComment(_ node: Node) -> Bool {
    guard let comment = findings.scalar(node, Bilingual("`required`", zh: "`required`")) else {
      return false
    }
    if comment.text != "required" {
      findings.error(
        "unexpected", Bilingual("`comment:` can be `required`", zh: "`comment:` 只能是 `required`"),
        at: comment.span)
    }
    return comment.text == "required"
  }

  private func choice<Choice: RawRepresentable<String>>(_ node: Node, _ known: [Choice]) -> Choice?
  {
    let words = known.map(\.rawValue)
    let what = Bilingual(
      words.map { "`\($0)`" }.joined(separator: ", "),
      zh: words.map { "`\($0)`" }.joined(separator: "、"))
    guard let scalar = findings.scalar(node, what) else { return nil }
    if let choice = Choice(rawValue: scalar.text) { return choice }
    findings.unknown(
      "word", Bilingual("word", zh: "取值"), scalar.text, at: scalar.span, known: words)
    return nil
  }

  /// `late: remind`, `late: escalate`, `late: {escalate: ROLE}`, `late: {approve: {below: 1000 CNY}}`.
  private func late(_ node: Node, covers: Bool) -> Late? {
    guard case .mapping = node.content else {
      let words = ["remind", "escalate", "return", "reject"]
      guard
        let scalar = findings.scalar(
          node,
          Bilingual(
            "`remind`, `escalate`, `return` or `reject`",
            zh: "`remind`、`escalate`、`return` 或 `reject`"))
      else { return nil }
      switch scalar.text {
      case "remind": return .remind
      case "escalate": return .escalate(to: nil)
      case "return": return .returnToSubmitter
      case "reject": return .reject
      default:
        findings.unknown(
          "word", Bilingual("word", zh: "取值"), scalar.text, at: scalar.span, known: words)
        return nil
      }
    }
    let fields = findings.fields(
      node, Bilingual("what being late does", zh: "超期处理"), optional: ["escalate", "approve"])
    if let role = fields["escalate"], fields["approve"] == nil {
      return findings.reference(role, "role", Bilingual("role", zh: "角色"), among: roles).map {
        .escalate(to: $0)
      }
    }
    guard let approve = fields["approve"], fields["escalate"] == nil else {
      findings.error(
        "unexpected",
        Bilingual("say `escalate:` or `approve:`", zh: "请写 `escalate:` 或 `approve:` 之一"),
        at: node.span)
      return nil
    }
    guard covers else {
      findings.error(
        "unexpected",
        Bilingual(
          "a step passes by itself only below an amount: say with `covers:` which amount that is",
          zh: "只有低于某金额的步骤才可自动通过：请用 `covers:` 说明是哪个金额"), at: approve.span)
      return nil
    }
    let below = findings.fields(
      approve, Bilingual("the ceiling", zh: "上限"), required: ["below"])["below"]
    guard let below, let amount = findings.amount(below, currency: currency) else { return nil }
    guard case .money(let ceiling) = amount else {
      findings.expected(Bilingual("`1000 \(currency)`", zh: "`1000 \(currency)`"), below)
      return nil
    }
    return .approve(below: ceiling)
  }

  private func signers(_ fields: Fields, _ item: Node) -> Signers? {
    let given = Self.signers.filter { fields[$0] != nil }
    guard given.count == 1, let value = fields[given[0]] else {
      findings.error(
        "unexpected",
        Bilingual(
          "a step has one of \(Self.signers.joined(separator: ", "))",
          zh: "步骤须恰含 \(Self.signers.joined(separator: "、")) 之一"), at: item.span)
      return nil
    }
    func misplaced(_ key: String, _ where: Bilingual) {
      guard let node = fields[key] else { return }
      findings.error(
        "unexpected",
        Bilingual("`\(key):` goes with \(`where`.en)", zh: "`\(key):` 只与 \(`where`.zh) 同用"),
        at: node.span)
    }
    if given[0] == "vote" {
      misplaced("quorum", Bilingual("`role:` or `any:`", zh: "`role:` 或 `any:`"))
      return vote(value, needs: fields["needs"], item)
    }
    misplaced("needs", Bilingual("`vote:`", zh: "`vote:`"))
    guard let authorities = authorities(given[0], value), !authorities.isEmpty else { return nil }
    if given[0] == "all" {
      misplaced("quorum", Bilingual("`role:` or `any:`", zh: "`role:` 或 `any:`"))
      return .all(authorities)
    }
    if let node = fields["quorum"] {
      guard given[0] == "role" || given[0] == "any" else {
        misplaced("quorum", Bilingual("`role:` or `any:`", zh: "`role:` 或 `any:`"))
        return nil
      }
      return findings.integer(node, in: 2...20).map { .quorum($0, of: authorities) }
    }
    return .any(authorities)
  }

  private func authorities(_ kind: String, _ value: Node) -> [Authority]? {
    let what = Bilingual("role", zh: "角色")
    switch kind {
    case "role":
      return findings.reference(value, "role", what, among: roles).map { [.role($0)] }
    case "person":
      guard let field = findings.requestField(value, of: form, action: name) else { return nil }
      guard field.type == .person else {
        findings.error(
          "type-mismatch",
          Bilingual("`request.\(field.name)` is not a person", zh: "`request.\(field.name)` 不是人员"),
          at: value.span)
        return nil
      }
      return [.named(field.name)]
    case "superior":
      guard let scalar = findings.scalar(value, Bilingual("`submitter`", zh: "`submitter`")),
        scalar.text == "submitter"
      else {
        findings.expected(Bilingual("`submitter`", zh: "`submitter`"), value)
        return nil
      }
      return [.superior]
    default:
      return findings.references(value, "role", what, among: roles).map(Authority.role)
    }
  }

  /// `vote: [ROLE, …]` with one vote each, or `vote: {ROLE: WEIGHT, …}`; `needs: half`, `2/3` or a weight.
  private func vote(_ node: Node, needs: Node?, _ item: Node) -> Signers? {
    let what = Bilingual("role", zh: "角色")
    var ballots: [Signers.Ballot] = []
    if case .mapping = node.content {
      for entry in findings.entries(node, Bilingual("roles and weights", zh: "角色与权重")) {
        guard roles.contains(RoleName(entry.key.text)) else {
          findings.unknown(
            "role", what, entry.key.text, at: entry.key.span, known: roles.map(\.text))
          continue
        }
        guard let weight = findings.integer(entry.value, in: 1...1000) else { continue }
        ballots.append(.init(role: RoleName(entry.key.text), weight: weight))
      }
    } else {
      ballots = findings.references(node, "role", what, among: roles).map {
        .init(role: $0, weight: 1)
      }
    }
    guard !ballots.isEmpty, let majority = majority(needs, item) else { return nil }
    return .vote(ballots, needs: majority)
  }

  private func majority(_ node: Node?, _ item: Node) -> Signers.Majority? {
    let what = Bilingual(
      "`half` (more than half), a share such as `2/3`, or a weight",
      zh: "`half`（过半数）、`2/3` 这样的比例，或权重")
    guard let node else {
      findings.error(
        "missing-key",
        Bilingual("a vote says what it `needs:`: \(what.en)", zh: "投票须写明 `needs:`：\(what.zh)"),
        at: item.span)
      return nil
    }
    guard let scalar = findings.scalar(node, what) else { return nil }
    let parts = scalar.text.split(separator: "/", omittingEmptySubsequences: false).map {
      Int($0)
    }
    switch (scalar.text, parts.count) {
    case ("half", _): return .moreThanHalf
    case (_, 1):
      if let weight = parts[0], (1...1_000_000).contains(weight) { return .weight(weight) }
    case (_, 2):
      if let part = parts[0], let whole = parts[1], (1...100).contains(whole),
        (1...whole).contains(part)
      {
        return .share(part, of: whole)
      }
    default: break
    }
    findings.expected(what, node)
    return nil
  }
}
