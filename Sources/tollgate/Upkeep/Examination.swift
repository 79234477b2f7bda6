import CEL
import Diagnostics
import Engine

/// Looks at everything around a workspace that may keep it from being what it promises.
enum Examination {
  static func examine(_ store: WorkspaceStore, _ address: String) throws -> [Diagnosis] {
    let now = Clock.now
    var diagnoses = [
      Diagnosis(
        "tollgate.version", .fine,
        Bilingual(
          "tollgate \(Tollgate.version), workspace \(WorkspaceStore.shown(address))",
          zh: "tollgate \(Tollgate.version)，工作区 \(WorkspaceStore.shown(address))"))
    ]
    switch store {
    case .file(let file): diagnoses += try Self.file(file, address)
    case .server(let server): diagnoses += try Self.server(server, now: now)
    }
    return diagnoses + [try clock(store, now)] + (try rules(store)) + [
      try contents(store), try outbox(store),
    ]
  }

  /// Whether time has stood still or gone back since something was last decided in the workspace's own record.
  private static func clock(_ store: WorkspaceStore, _ now: Timestamp) throws -> Diagnosis {
    var last: Timestamp?
    if let version = try store.workspace()?.version, version > 0 {
      last = try store.history(of: .workspace, after: version - 1, limit: 1).first?.envelope.at
    }
    for line in try store.projects(after: nil, limit: sampled) {
      guard let version = try store.project(line.id)?.version else { continue }
      let at = try store.history(of: .project(line.id), after: version - 1, limit: 1).first?
        .envelope.at
      if let at, at > last ?? at { last = at }
      if last == nil { last = at }
    }
    let isSane = now.seconds > earliest && last.map { $0 <= now } ?? true
    return .expect(
      isSane, "clock",
      isSane
        ? Bilingual("the clock says \(now)", zh: "时钟显示 \(now)")
        : Bilingual(
          "the clock says \(now), but something was decided at \(last ?? now)",
          zh: "时钟显示 \(now)，但已有决定发生于 \(last ?? now)"), else: .problem,
      help: Bilingual("set the clock right before anybody decides", zh: "请先校准时钟再进行审批"))
  }

  /// Projects whose last decision is compared with the clock.
  private static let sampled = 200

  /// 2026-01-01: this program is no older.
  private static let earliest: Int64 = 1_767_225_600

  /// Every policy in force must still be readable, or nobody could submit anything under it.
  private static func rules(_ store: WorkspaceStore) throws -> [Diagnosis] {
    let service = Service(
      store: store, timeZones: Clock.zones, sha256: Hashing.sha256, compile: Rulebooks.compile)
    return try (store.workspace()?.policies ?? [:]).sorted { $0.key < $1.key }.map { name, policy in
      do {
        _ = try service.rulebook(policy.rulebook)
        return Diagnosis(
          "policy", .fine,
          Bilingual(
            "policy \(name), edition \(policy.edition), can be read",
            zh: "制度 \(name) 第 \(policy.edition) 版可读"))
      } catch {
        return Diagnosis(
          "policy", .problem,
          Bilingual("policy \(name) cannot be read", zh: "制度 \(name) 无法读取"),
          help: Bilingual(
            "`tollgate audit verify` tells why; restore the last backup",
            zh: "`tollgate audit verify` 可查明原因；请恢复最近的备份"))
      }
    }
  }

  /// Every attached file is held against its digest.
  private static func contents(_ store: WorkspaceStore) throws -> Diagnosis {
    var (count, altered) = (0, 0)
    try store.inspect { view in
      try view.rows(of: .contents) { row in
        count += 1
        guard case .bytes(let name)? = row.first, case .bytes(let content)? = row.last,
          Digest(bytes: name) == Hashing.sha256(content)
        else {
          altered += 1
          return
        }
      }
    }
    return .expect(
      altered == 0, "attachments",
      altered == 0
        ? Bilingual("\(count) attached files, all whole", zh: "\(count) 个附件，均完好")
        : Bilingual(
          "\(altered) of \(count) attached files were altered", zh: "\(count) 个附件中 \(altered) 个被改动"),
      else: .problem,
      help: Bilingual(
        "`tollgate audit verify` names them; restore the last backup",
        zh: "`tollgate audit verify` 会列出；请恢复最近的备份"))
  }

  private static func outbox(_ store: WorkspaceStore) throws -> Diagnosis {
    let dead = try store.outbox(.dead, limit: 1_000).count
    return .expect(
      dead == 0, "outbox",
      dead == 0
        ? Bilingual("no notification was given up", zh: "没有被放弃的通知")
        : Bilingual("\(dead) notifications were given up", zh: "\(dead) 条通知已被放弃"),
      else: .warning,
      help: Bilingual(
        "see why: `tollgate outbox list --state dead`",
        zh: "查看原因：`tollgate outbox list --state dead`"))
  }
}
