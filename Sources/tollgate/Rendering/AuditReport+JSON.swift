import Audit
import Engine

extension AuditReport {
  /// The report for machines: sentences in the language of this run, everything else as it is.
  var json: JSON {
    [
      "verdict": .string(verdict.rawValue),
      "events": .count(events),
      "commands": .count(commands),
      "root": .string(root.description),
      "first": .time(first),
      "last": .time(last),
      "clock_set_back": .count(backwards),
      "reevaluated": .count(reevaluated),
      "not_reevaluated": .count(notEvaluated),
      "rows": .count(rows),
      "rulebooks": .count(rulebooks), "attachments": .count(contents),
      "sealed": .count(sealed), "unopened": .count(unopened),
      "checkpoints": .array(checkpoints.map(\.json)),
      "counts": .object(
        Dictionary(
          uniqueKeysWithValues: findings.counts.map { ($0.key.rawValue, JSON.count($0.value)) })),
      "findings": .array(
        findings.listed.map { finding in
          [
            "code": .string(finding.code.rawValue),
            "sequence": finding.sequence.map(JSON.count) ?? .null,
            "message": .string(finding.message.spoken),
          ]
        }),
      "not_proved": .array(unproved.map { .string($0.spoken) }),
    ]
  }
}

extension ComparedCheckpoint {
  fileprivate var json: JSON {
    [
      "origin": .string(checkpoint.origin), "size": .count(checkpoint.size),
      "root": .string(checkpoint.root.description), "signature": .string(signature.rawValue),
      "comparison": .string(comparison.rawValue),
    ]
  }
}
