import Diagnostics

extension AuditReport {
  /// What nobody may conclude from this report, the gravest first.
  package var unproved: [Bilingual] {
    var unproved: [Bilingual] = []
    let covering = checkpoints.filter { $0.comparison == .extends && $0.signature == .verified }
      .map(\.checkpoint.size).max()
    if let covering {
      if covering < events {
        unproved.append(
          Bilingual(
            "events \(covering + 1) to \(events) came after the checkpoint: whoever can write the store could have replaced them",
            zh: "第 \(covering + 1) 至 \(events) 条事件在检查点之后：能写入存储的人可能替换过它们"))
      }
    } else if checkpoints.isEmpty {
      unproved.append(
        Bilingual(
          "no earlier checkpoint was given: whoever can write the store could have rewritten the whole log, with every leaf and table, or cut off its end",
          zh: "未提供先前的检查点：能写入存储的人可能重写了整个日志及全部叶子和表，或截去了末尾"))
    } else if checkpoints.contains(where: { $0.signature == .unchecked }) {
      unproved.append(
        Bilingual(
          "no key was given: whether the checkpoint is genuine was not checked",
          zh: "未提供公钥：未核验检查点的真伪"))
    }
    if notEvaluated > 0 {
      unproved.append(
        Bilingual(
          "\(notEvaluated) commands were not decided anew: their rules are missing or cannot be read by this version of the program",
          zh: "\(notEvaluated) 条命令未能重新演算：其规则缺失，或本版程序无法读取"))
    }
    if unopened > 0 {
      unproved.append(
        Bilingual(
          "of \(unopened) confidential values the content is not there: what they were, and what was decided by them, is not proved",
          zh: "\(unopened) 项保密内容已不在库中：其内容及据此作出的决定未能证明"))
    }
    unproved += [
      Bilingual(
        "times are those of the machine's clock, and accounts those that its operating system named",
        zh: "时间取自本机时钟，账号由其操作系统给出")
    ]
    return unproved
  }
}
