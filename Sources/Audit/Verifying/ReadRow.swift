import Diagnostics
import Engine

/// A row of the log after it was read: the record it tells, or nil, and everything that is wrong with it by itself.
struct ReadRow: Sendable {
  let sequence: Int
  /// As computed from the body.
  let leaf: Digest
  private(set) var record: Record?
  /// The stream that the row's column names: the one that stands still when the body cannot be read.
  let column: String
  private(set) var findings: [Finding] = []

  init(_ row: LogRow) {
    sequence = row.sequence
    column = row.stream
    leaf = MerkleHash.leaf(row.body)
    if row.leaf != leaf.bytes {
      find(
        .leaf,
        Bilingual(
          "the leaf of event \(sequence) is not the digest of its body",
          zh: "第 \(sequence) 条事件的叶子不是其正文的摘要"))
    }
    let text: JSONText
    do {
      text = try JSONText(parsing: row.body)
    } catch {
      find(
        .canonical,
        Bilingual(
          "the body of event \(sequence) cannot be read: \(error)",
          zh: "第 \(sequence) 条事件的正文无法读取：\(error)"))
      return
    }
    if !text.isCanonical {
      find(
        .canonical,
        Bilingual(
          "the body of event \(sequence) is not in canonical form",
          zh: "第 \(sequence) 条事件的正文不是规范形式"))
    }
    if !text.isFiled(as: row) {
      find(
        .columns,
        Bilingual(
          "event \(sequence) is filed as `\(row.stream)` \(row.version) by `\(row.command)`, which its body does not say",
          zh:
            "第 \(sequence) 条事件归档为 `\(row.stream)` \(row.version)（命令 `\(row.command)`），与正文不符"))
    }
    do {
      record = try Record(sequence: sequence, text: text, leaf: leaf)
    } catch {
      find(
        .body,
        Bilingual(
          "event \(sequence) says nothing that this program knows",
          zh: "第 \(sequence) 条事件的内容无法识别"))
    }
  }

  private mutating func find(_ code: Finding.Code, _ message: Bilingual) {
    findings.append(Finding(code, at: sequence, message))
  }
}

extension JSONText {
  /// Whether the columns by which a row is found say what its body says.
  fileprivate func isFiled(as row: LogRow) -> Bool {
    holds(row.stream, at: "stream") && holds(row.command, at: "envelope", "command")
      && (try? decode(member: "version")) == row.version
  }
}
