import Diagnostics
import Engine

extension Auditor {
  /// Holds every stored content against its digest, and against the events that name it with their numbers.
  func verifyContents(_ view: S.View, _ named: [Digest: Int], _ report: inout AuditReport) throws {
    var missing = named
    var findings: [Finding] = []
    var count = 0
    try view.rows(of: .contents) { row in
      count += 1
      var digest: Digest?
      if case .bytes(let name)? = row.first { digest = Digest(bytes: name) }
      let isNamed = digest.map { missing.removeValue(forKey: $0) != nil } ?? false
      guard let digest, case .bytes(let content)? = row.last, digest == sha256(content) else {
        findings.append(
          Finding(
            .content,
            Bilingual(
              "the attached file \(row.first?.short ?? "?") is not what its digest says",
              zh: "附件 \(row.first?.short ?? "?") 的内容与其摘要不符")))
        return
      }
      if !isNamed {
        findings.append(
          Finding(
            .content,
            Bilingual(
              "no event names the attached file \(digest.short)", zh: "没有事件引用附件 \(digest.short)")))
      }
    }
    for (digest, sequence) in missing {
      findings.append(
        Finding(
          .content, at: sequence,
          Bilingual(
            "the attached file \(digest.short), which event \(sequence) names, is missing",
            zh: "缺少第 \(sequence) 条事件所引附件 \(digest.short) 的内容")))
    }
    for finding in findings { report.findings.add(finding) }
    report.contents = count
  }
}
