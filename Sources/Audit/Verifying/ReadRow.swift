import Diagnostics
import Engine

/// A row of the log after it was read: the record it tells, or nil, and everything that is wrong with it by itself.
struct ReadRow: Sendable {
  let sequence: Int
  /// As computed from the body.
  let leaf: Digest
  let record: Record?
  /// The stream that the row's column names: the one that stands still when the body cannot be read.
  let column: String
  let findings: [Finding]

  init(_ row: LogRow) {
    sequence = row.sequence
    column = row.stream
    leaf = MerkleHash.leaf(row.body)
    var findings: [Finding] = []
    if row.leaf != leaf.bytes {
      findings.append(
        Finding(
          .leaf, at: row.sequence,
          Bilingual(
            "the leaf of event \(row.sequence) is not the digest of its body",
            zh: "第 \(row.sequence) 条事件的叶子不是其正文的摘要")))
    }
    do {
      let json = try JSON(parsing: row.body)
      let record = try Record(sequence: row.sequence, json: json, leaf: leaf)
      if json.canonical != row.body {
        findings.append(
          Finding(
            .body, at: row.sequence,
            Bilingual(
              "the body of event \(row.sequence) is not in canonical form",
              zh: "第 \(row.sequence) 条事件的正文不是规范形式")))
      }
      if record.stream.description != row.stream || record.version != row.version
        || record.envelope.command.text != row.command
      {
        findings.append(
          Finding(
            .columns, at: row.sequence,
            Bilingual(
              "event \(row.sequence) is filed as `\(row.stream)` \(row.version) by `\(row.command)`, its body says `\(record.stream)` \(record.version) by `\(record.envelope.command)`",
              zh:
                "第 \(row.sequence) 条事件归档为 `\(row.stream)` \(row.version)（命令 `\(row.command)`），正文为 `\(record.stream)` \(record.version)（命令 `\(record.envelope.command)`）"
            )))
      }
      self.record = record
    } catch {
      record = nil
      findings.append(
        Finding(
          .body, at: row.sequence,
          Bilingual(
            "event \(row.sequence) cannot be read: \(error)",
            zh: "第 \(row.sequence) 条事件无法读取：\(error)")))
    }
    self.findings = findings
  }
}
