import Engine

/// What was copied, in numbers that can be compared with another copy's.
struct StoreDigestScreen {
  let digest: StoreDigest
  let from: String
  let to: String
  /// Whether it was done, or only looked at.
  let isDone: Bool

  private var summary: Digest { digest.summary(Hashing.sha256) }

  var text: String {
    var screen = Screen()
    screen.line(
      isDone
        ? say("\(from) was copied to \(to)", "已将 \(from) 复制到 \(to)")
        : say(
          "Nothing was written. \(from) would be copied to \(to):",
          "未写入任何内容。将把 \(from) 复制到 \(to)："))
    var table = Table([.left, .right])
    table.row([say("events", "事件"), "\(digest.log.rows)"])
    for rows in digest.tables { table.row([Self.name(rows.name), "\(rows.rows)"]) }
    screen.table(table)
    screen.line(
      isDone
        ? say("both hold the same: \(summary.short)", "两处内容一致：\(summary.short)")
        : say("digest: \(summary.short)", "摘要：\(summary.short)"))
    return screen.text
  }

  var json: JSON {
    [
      "from": .string(from), "to": .string(to), "done": .bool(isDone),
      "digest": .string(summary.description), "log_digest": .string(digest.log.digest.description),
      "events": .count(digest.log.rows),
      "rows": .object(
        Dictionary(
          digest.tables.map { ($0.name, JSON.count($0.rows)) }, uniquingKeysWith: { $1 })),
    ]
  }

  private static func name(_ table: String) -> String {
    switch (StateTable(rawValue: table), DutyTable(rawValue: table)) {
    case (.commands?, _): say("commands", "命令")
    case (.records?, _): say("records", "记录")
    case (.projects?, _): say("projects", "项目")
    case (.requests?, _): say("requests", "申请")
    case (.places?, _): say("open places", "待签位置")
    case (.decisions?, _): say("filled places", "已签位置")
    case (.rulebooks?, _): say("rulebooks", "规则")
    case (.numbers?, _): say("numbers", "编号")
    case (.weights?, _): say("weights in rolling windows", "滚动窗口计数")
    case (.weightTotals?, _): say("their totals by day", "滚动窗口按日合计")
    case (.contents?, _): say("attached files", "附件")
    case (.sealed?, _): say("confidential values", "保密内容")
    case (.children?, _): say("linked projects", "上下级项目")
    case (_, .outbox?): say("notifications", "通知")
    case (_, .alarms?): say("deadlines", "期限")
    case (_, .concerns?): say("matters in hand", "在办事项")
    case (nil, nil):
      switch OverviewTable(rawValue: table) {
      case .summaries?: say("project summaries", "项目概要")
      case .filings?: say("request summaries", "申请概要")
      case .dues?: say("due days", "到期日")
      case .lessons?: say("lessons", "经验教训")
      case nil: table
      }
    }
  }
}
