import Diagnostics

extension Order {
  /// Whether the order is about the company's own record. Answers to a request are about its owner.
  package var concernsWorkspace: Bool {
    switch self {
    case .found, .publish: true
    case .importPeople, .appoint, .relieve, .leave, .handOver, .takeBack, .delegate, .endStandIn,
      .absent, .comeBack, .addKey, .revokeKey:
      true
    case .open, .fill, .submit, .appointToProject, .accept, .draft, .condition, .review, .migrate,
      .answer, .resubmit, .tick:
      false
    }
  }

  /// The request that the order answers; nil: none.
  package var request: RequestID? {
    switch self {
    case .answer(let id, _), .resubmit(let id, _, _, _), .migrate(let id, _): id
    case .found, .publish, .open, .fill, .submit, .appointToProject, .accept, .draft, .condition,
      .review, .tick:
      nil
    case .importPeople, .appoint, .relieve, .leave, .handOver, .takeBack, .delegate, .endStandIn,
      .absent, .comeBack, .addKey, .revokeKey:
      nil
    }
  }

  /// Whether it is about the directory.
  var concernsPeople: Bool {
    switch self {
    case .importPeople, .appoint, .relieve, .leave, .handOver, .takeBack, .delegate, .endStandIn,
      .absent, .comeBack, .addKey, .revokeKey:
      true
    default: false
    }
  }

  var opensProject: Bool {
    if case .open = self { true } else { false }
  }

  /// Whether a new request may come of it.
  var filesRequest: Bool {
    switch self {
    case .submit, .publish: true
    default: false
    }
  }
}

extension Refusal {
  public static func unknownProject(_ id: ProjectID) -> Refusal {
    Refusal(
      .unknownProject, Bilingual("there is no project `\(id)`", zh: "没有项目 `\(id)`"),
      help: Bilingual("`tollgate projects` lists them", zh: "`tollgate projects` 列出全部项目"))
  }

  static func unknownRulebook(_ digest: Digest) -> Refusal {
    Refusal(
      .unknownPolicy,
      Bilingual(
        "the texts given are not those of rulebook \(digest.short)",
        zh: "所给文本与规则 \(digest.short) 不符"))
  }

  static var commandReused: Refusal {
    Refusal(
      .commandReused,
      Bilingual(
        "this command id was used for something else", zh: "此命令编号已用于其他操作"),
      help: Bilingual("use a new id for each command", zh: "每条命令请使用新的编号"))
  }
}
