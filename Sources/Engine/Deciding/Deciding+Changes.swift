import CEL
import Diagnostics

/// Changes around a request: drafts, nominations, another rulebook.
extension Deciding {
  /// A person keeps at most so many drafts on one project.
  private static let maximumDrafts = 20

  /// 暂存: keeps what was typed, checked as far as it goes.
  func keep(_ name: ActionName, _ typed: [FieldName: String], _ reason: String) throws(Refusal)
    -> Decision<Project>
  {
    guard let action = rulebook.workflow[action: name] else {
      throw Refusal(
        .unknownAction, Bilingual("there is no action `\(name)`", zh: "没有动作 `\(name)`"),
        help: didYouMean(name.text, among: rulebook.workflow.actions.map(\.name.text)))
    }
    try requireRole(
      action.by, rulebook, to: Bilingual("submitting `\(name)`", zh: "提交 `\(name)` "))
    let old = project.drafts[actor]?[name]
    guard !typed.isEmpty || old != nil else {
      throw Refusal(
        .nothingChanged, Bilingual("there is nothing to keep", zh: "没有可暂存的内容"),
        help: Bilingual("--set FIELD=…", zh: "--set 字段=…"))
    }
    guard typed.isEmpty || old != nil || (project.drafts[actor]?.count ?? 0) < Self.maximumDrafts
    else {
      throw Refusal(
        .invalidValue,
        Bilingual("at most \(Self.maximumDrafts) drafts", zh: "最多 \(Self.maximumDrafts) 份草稿"))
    }
    if let form = action.form.flatMap({ rulebook.workflow[form: $0] }) {
      try form.requireNothingConfidential(in: typed.keys)
      _ = try form.parse(
        typed, attachments: [:], workflow: rulebook.workflow, facts: facts, today: today(rulebook))
    } else if !typed.isEmpty {
      throw Refusal(
        .unknownField,
        Bilingual("`\(name)` has no form to fill in", zh: "`\(name)` 没有表单可填"))
    }
    guard old != StoredDraft(content: typed, reason: reason) else {
      throw Refusal(
        .nothingChanged, Bilingual("the draft is exactly this already", zh: "草稿已与此一致"))
    }
    var draft = draft
    draft.record(.drafted(action: name, content: typed, reason: reason))
    return draft.decision
  }

  /// What a nominee says to a role that must not be vacant: yes. Until then the project stands still.
  func accept(_ role: RoleName) throws(Refusal) -> Decision<Project> {
    guard let nominee = project.nominations[role] else {
      throw Refusal(
        .nothingChanged,
        Bilingual("nobody is nominated for `\(role)`", zh: "`\(role)` 没有待接受的提名"))
    }
    guard facts.directory.human(nominee) == facts.directory.human(actor) else {
      throw Refusal(
        .notAllowed,
        Bilingual("only `\(nominee)` can accept that", zh: "只有 `\(nominee)` 可以接受"),
        whoCould: [nominee])
    }
    let active = (project.people[role] ?? []).filter {
      facts.directory[$0]?.isActive(on: today(rulebook)) == true && $0 != nominee
    }
    var draft = draft
    draft.record(.appointed(role: role, people: active + [nominee]))
    return draft.decision
  }

  /// Decides an open request under the rulebook in force from now on: a recorded decision of an administrator who
  /// has no part in it. Approvals of steps that the new route keeps survive, since the content is the same.
  func migrate(_ id: RequestID, onlyIfStricter: Bool) throws(Refusal) -> Decision<Project> {
    let (request, pinned) = try request(id)
    let today = today(rulebook)
    let administrator = try facts.requireActor(envelope, on: today)
    try facts.requireAdministrator(administrator, on: today)
    let human = facts.directory.human(actor)
    guard human != facts.directory.human(request.submitter),
      !request.signatures.contains(where: { $0.signature.human == human })
    else {
      throw Refusal(
        .selfApproval,
        Bilingual(
          "you have a part in `\(id)`; another administrator decides under which rules it is judged",
          zh: "你是 `\(id)` 的当事人；须由另一位管理员决定其适用的制度"),
        whoCould: facts.directory.holders(of: Role.administrator, on: today).filter {
          facts.directory.human($0) != human
        })
    }
    guard request.rulebook != rulebook.digest else {
      throw Refusal(
        .nothingChanged,
        Bilingual("`\(id)` is decided under the policy in force", zh: "`\(id)` 已适用现行制度"))
    }
    guard request.status == .pending else { throw .notPending(request) }
    try signOff(request, pinned).requireInTime()
    guard case .action(let name, _) = request.subject,
      let action = rulebook.workflow[action: name], action.needsSignatures
    else {
      throw Refusal(
        .wrongStage,
        Bilingual(
          "the policy in force knows no request like `\(id)`", zh: "现行制度中没有 `\(id)` 这类申请"))
    }
    let route = try route(action, request.content, rulebook, submitter: request.submitter)
    guard !onlyIfStricter || route.isStricter(than: request.route) else {
      throw Refusal(
        .nothingChanged,
        Bilingual(
          "the policy in force is not stricter for `\(id)`; it keeps its route",
          zh: "现行制度对 `\(id)` 并不更严；保持原审批链"))
    }
    return try ask(draft, id) { draft in
      draft.record(.migrated(request: id, rulebook: rulebook.digest, route: route))
    }
  }
}

extension Route {
  /// Whether everybody who is asked here is asked there, and somebody more.
  public func isStricter(than other: Route) -> Bool {
    let (mine, theirs) = (places, other.places)
    return theirs.allSatisfy { mine[$0.key, default: 0] >= $0.value } && mine != theirs
  }

  /// How many signatures each step takes, by name.
  private var places: [StepName: Int] {
    Dictionary(steps.map { ($0.name, $0.majority ?? $0.slots.count) }) { $0 + $1 }
  }
}
