import CEL
import Diagnostics
import Engine
import PostgresStorage

extension Examination {
  /// The server, the way to it, and the log.
  static func server(_ store: PostgresStore, now: Timestamp) throws -> [Diagnosis] {
    let health = try store.health()
    let library = "\(health.libraryVersion / 10_000).\(health.libraryVersion % 10_000)"
    let apart = abs(Int64(health.time) - now.seconds)
    return [
      Diagnosis(
        "postgres.version", .fine,
        Bilingual(
          "PostgreSQL \(health.serverVersion), libpq \(library)",
          zh: "PostgreSQL \(health.serverVersion)，libpq \(library)")),
      .expect(
        health.syncs && health.keepsPagesWhole && health.synchronousCommit != "off",
        "postgres.durability",
        Bilingual(
          "fsync \(health.syncs ? "on" : "off"), full_page_writes \(health.keepsPagesWhole ? "on" : "off"), synchronous_commit \(health.synchronousCommit)",
          zh:
            "fsync \(health.syncs ? "on" : "off")，full_page_writes \(health.keepsPagesWhole ? "on" : "off")，synchronous_commit \(health.synchronousCommit)"
        ), else: .problem,
        help: Bilingual(
          "set all three to on: a loss of power would lose decisions",
          zh: "三者均应为 on：否则断电会丢失已确认的决定")),
      .expect(
        health.isPrivate, "postgres.privacy",
        health.isPrivate
          ? Bilingual(
            "the connection is encrypted or stays on this machine", zh: "连接已加密，或仅限本机")
          : Bilingual("the connection is not encrypted", zh: "连接未加密"), else: .warning,
        help: Bilingual(
          "add `sslmode=verify-full` to the address", zh: "请在地址中加入 `sslmode=verify-full`")),
      .expect(
        !health.isSuperuser, "postgres.role",
        health.isSuperuser
          ? Bilingual(
            "the role may do everything on the server", zh: "所用角色是服务器的超级用户")
          : Bilingual("the role is no superuser", zh: "所用角色不是超级用户"), else: .warning,
        help: Bilingual(
          "use a role that owns the database and nothing else", zh: "请使用仅拥有此数据库的角色")),
      .expect(
        health.problems.isEmpty, "postgres.log",
        health.problems.first.map { Bilingual("the log is damaged: \($0)", zh: "日志已损坏：\($0)") }
          ?? Bilingual(
            "\(health.events) events without a gap, \(health.unplaced) still to be placed",
            zh: "\(health.events) 条事件，序号连续，\(health.unplaced) 条待编号"), else: .problem,
        help: Bilingual(
          "`tollgate audit verify` tells what is wrong; restore the last backup",
          zh: "`tollgate audit verify` 可查明问题；请恢复最近的备份")),
      .expect(
        apart <= 5, "postgres.clock",
        Bilingual(
          "the server's clock is \(apart) s from this machine's", zh: "服务器时钟与本机相差 \(apart) 秒"),
        else: .warning,
        help: Bilingual(
          "let both follow the same time service", zh: "请让两者使用同一时间服务")),
    ]
  }
}
