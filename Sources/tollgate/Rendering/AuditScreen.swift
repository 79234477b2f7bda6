import Audit
import Diagnostics

/// An audit for whoever reads it: the verdict first, then what was found, then what nobody may conclude.
struct AuditScreen {
  let report: AuditReport

  var text: String {
    var screen = Screen()
    screen.paragraph(verdict)
    screen.line()
    let facts = facts
    let width = facts.map(\.label.displayWidth).max() ?? 0
    for (label, text) in facts { screen.entry(label, text, labelWidth: width) }
    if !report.findings.isEmpty {
      screen.heading(say("What is wrong", "异常"))
      for finding in report.findings.listed {
        screen.paragraph(
          "\(finding.code.rawValue)  \(finding.message.spoken)", indent: 2, hanging: 2)
      }
      let rest = report.findings.count - report.findings.listed.count
      if rest > 0 { screen.line("  " + say("and \(rest) more", "另有 \(rest) 处")) }
    }
    screen.heading(say("What this does not prove", "本次核验未能证明"))
    for text in report.unproved { screen.paragraph("- " + text.spoken, indent: 2, hanging: 2) }
    return screen.text
  }

  private var verdict: String {
    switch report.verdict {
    case .intact: say("INTACT: nothing is wrong", "INTACT：未发现异常")
    case .altered:
      say(
        "ALTERED: \(report.findings.count) things are not as they were written",
        "ALTERED：\(report.findings.count) 处与写入时不符")
    case .truncated:
      say(
        "TRUNCATED: the log is shorter than an earlier checkpoint of it",
        "TRUNCATED：日志短于先前的检查点")
    case .forked:
      say(
        "FORKED: this is not the log of an earlier checkpoint", "FORKED：此日志与先前的检查点不是同一日志")
    }
  }

  private var facts: [(label: String, text: String)] {
    var facts = [
      (say("events", "事件"), "\(report.events)\(span)"),
      (say("root", "树根"), report.root.description),
      (
        say("decisions", "决定"),
        say(
          "\(report.reevaluated) of \(report.commands) commands decided anew, each with the same result",
          "\(report.commands) 条命令中重新演算 \(report.reevaluated) 条，结果一致")
      ),
      (
        say("tables", "表"),
        say(
          "\(report.rows) rows compared with what follows from the log",
          "\(report.rows) 行已与日志推出的内容比对")
      ),
      (say("rulebooks", "规则"), "\(report.rulebooks)"),
      (say("attachments", "附件"), "\(report.contents)"),
    ]
    if report.backwards > 0 {
      facts.append(
        (
          say("clock", "时钟"),
          say("set back \(report.backwards) times", "回拨 \(report.backwards) 次")
        ))
    }
    for compared in report.checkpoints {
      facts.append(
        (
          say("checkpoint", "检查点"),
          "\(compared.checkpoint.origin) \(compared.checkpoint.size)\(Mark.colon)\(compared.comparison.rawValue)\(Mark.comma)\(sentence(compared.signature))"
        ))
    }
    return facts
  }

  private var span: String {
    guard let first = report.first, let last = report.last else { return "" }
    return Mark.aside(say("\(first) to \(last)", "\(first) 至 \(last)"))
  }

  private func sentence(_ signature: ComparedCheckpoint.Signature) -> String {
    switch signature {
    case .verified: say("signature verified", "签名有效")
    case .unchecked: say("signature not checked", "签名未核验")
    case .wrong: say("SIGNATURE WRONG", "签名无效")
    }
  }
}
