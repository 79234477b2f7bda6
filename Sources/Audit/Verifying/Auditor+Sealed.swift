import Diagnostics
import Engine

extension Auditor {
  /// What confidential values were sealed from, of which each is held against its digest.
  func vault(_ view: S.View, _ report: inout AuditReport) throws -> Vault {
    var vault: Vault = [:]
    var findings: [Finding] = []
    try view.rows(of: .sealed) { row in
      guard row.count == 3, case .bytes(let name) = row[0], case .bytes(let salt) = row[1],
        case .bytes(let body) = row[2], let digest = Digest(bytes: name)
      else { return }
      let content = SealedContent(digest: digest, salt: salt, body: body)
      guard content.isGenuine(sha256) else {
        findings.append(
          Finding(
            .sealed,
            Bilingual(
              "what the confidential value \(digest.short) was sealed from is not what its digest says",
              zh: "保密内容 \(digest.short) 与其摘要不符")))
        return
      }
      vault[digest] = content
    }
    for finding in findings { report.findings.add(finding) }
    return vault
  }

  /// What was sealed and is not there is not proved; what is there and was never sealed is a finding.
  func reportSealed(_ seals: Set<Digest>, _ vault: Vault, _ report: inout AuditReport) {
    report.sealed = seals.count
    report.unopened = seals.count { vault[$0] == nil }
    for digest in vault.keys where !seals.contains(digest) {
      report.findings.add(
        Finding(
          .sealed,
          Bilingual(
            "no event names the confidential value \(digest.short)",
            zh: "没有事件引用保密内容 \(digest.short)")))
    }
  }
}
