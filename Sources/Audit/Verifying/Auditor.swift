import CEL
import Diagnostics
import Dispatch
import Engine
import Synchronization

/// Holds a store against its own log, and the log against itself, the rules and earlier checkpoints.
///
/// Reads the log once, page by page: what stays in memory are the open records and a few bytes for each row that must be there.
package struct Auditor<S: InspectableStore>: Sendable {
  /// Compiles the texts of a rulebook.
  package typealias Compiler = @Sendable (RulebookSources) throws -> Rulebook

  private let store: S
  private let timeZones: TimeZoneRules
  let sha256: DigestFunction
  private let compile: Compiler

  package init(
    _ store: S, timeZones: TimeZoneRules, sha256: @escaping DigestFunction,
    compile: @escaping Compiler
  ) {
    self.store = store
    self.timeZones = timeZones
    self.sha256 = sha256
    self.compile = compile
  }

  /// Verifies everything. `progress` is told the number of events after each page.
  ///
  /// Throws a `StoreFailure` when the store cannot be read; a store that finds itself damaged is a finding.
  package func verify(
    against checkpoints: [GivenCheckpoint] = [], progress: (Int) -> Void = { _ in }
  ) throws -> AuditReport {
    try store.inspect { view in
      var report = AuditReport()
      do {
        let shelf = RulebookShelf(try rulebooks(view, &report), compile: compile)
        let vault = try vault(view, &report)
        let rules = Rules(
          shelf: shelf, vault: vault, timeZones: timeZones, sha256: sha256,
          isSigned: SSHSignature.isSigned)
        var reading = try read(view, LogReading(checkpoints, rules), progress)
        var tally = reading.finish(&report)
        report.findings.merge(tally.findings)
        try compare(view, &tally.rows, &report, isWhole: reading.isWhole)
        reportRulebooks(tally.mentioned, shelf, &report)
        try verifyContents(view, tally.attached, &report)
        reportSealed(tally.seals, vault, &report)
      } catch StoreFailure.corrupt(let what) {
        report.findings.add(
          Finding(
            .damaged,
            Bilingual("the store is damaged: \(what)", zh: "存储已损坏：\(what)")))
      }
      return report
    }
  }

  /// Reads the log page by page, and each while the one before it is worked on.
  private func read(_ view: S.View, _ reading: LogReading, _ progress: (Int) -> Void) throws
    -> LogReading
  {
    let shared = Mutex(reading)
    let worker = DispatchQueue(label: "reading")
    var sequence = 0
    while true {
      let rows = try view.log(after: sequence, limit: LogReading.page)
      // The one before.
      worker.sync {}
      progress(shared.withLock(\.events))
      worker.async { shared.withLock { $0.take(rows) } }
      guard let last = rows.last, rows.count == LogReading.page else { break }
      sequence = last.sequence
    }
    worker.sync {}
    progress(shared.withLock(\.events))
    return shared.withLock(\.self)
  }

  /// The texts of all rulebooks, of which each is held against its digest.
  private func rulebooks(_ view: S.View, _ report: inout AuditReport) throws
    -> [Digest: RulebookSources]
  {
    var rulebooks: [Digest: RulebookSources] = [:]
    var altered: [Finding] = []
    try view.rows(of: .rulebooks) { row in
      guard case .bytes(let name)? = row.first, let digest = Digest(bytes: name),
        case .bytes(let body)? = row.last, sha256(body) == digest,
        let json = try? JSON(parsing: body), json.canonical == body,
        let sources = try? json.decode(RulebookSources.self)
      else {
        altered.append(
          Finding(
            .rulebook,
            Bilingual(
              "the texts of rulebook \(row.first?.short ?? "?") are not those of its digest",
              zh: "规则 \(row.first?.short ?? "?") 的文本与其摘要不符")))
        return
      }
      rulebooks[digest] = sources
    }
    for finding in altered { report.findings.add(finding) }
    report.rulebooks = rulebooks.count
    return rulebooks
  }

  /// Holds every row of every table against what follows from the log.
  private func compare(
    _ view: S.View, _ rows: inout RowPrints, _ report: inout AuditReport, isWhole: Bool
  ) throws {
    for table in StateTable.allCases where ![.rulebooks, .contents, .sealed].contains(table) {
      try view.rows(of: table) { row in
        report.rows += 1
        let name = row.prefix(table.keyColumns).map(\.short).joined(separator: " ")
        switch rows.crossOff(table, row) {
        case .same: break
        case .different:
          report.findings.add(
            Finding(
              .table,
              Bilingual(
                "table \(table.rawValue): row `\(name)` is not what the log says",
                zh: "表 \(table.rawValue)：行 `\(name)` 与日志不符")))
        case .unexpected:
          report.findings.add(
            Finding(
              .table,
              isWhole
                ? Bilingual(
                  "table \(table.rawValue): row `\(name)` follows from nothing in the log",
                  zh: "表 \(table.rawValue)：行 `\(name)` 在日志中没有来源")
                : Bilingual(
                  "table \(table.rawValue): row `\(name)` follows from nothing that could be read",
                  zh: "表 \(table.rawValue)：行 `\(name)` 在可读的日志中没有来源")))
        }
      }
    }
    for sequence in rows.missing {
      report.findings.add(
        Finding(
          .table, at: sequence,
          Bilingual(
            "a row that follows from event \(sequence) is missing",
            zh: "缺少由第 \(sequence) 条事件产生的行")))
    }
  }

  private func reportRulebooks(
    _ mentioned: [Digest: Int], _ shelf: RulebookShelf, _ report: inout AuditReport
  ) {
    for (digest, sequence) in mentioned where !shelf.has(digest) {
      report.findings.add(
        Finding(
          .rulebook, at: sequence,
          Bilingual(
            "the texts of rulebook \(digest.short), which event \(sequence) mentions, are missing",
            zh: "缺少第 \(sequence) 条事件所引规则 \(digest.short) 的文本")))
    }
    for digest in shelf.digests where mentioned[digest] == nil {
      report.findings.add(
        Finding(
          .rulebook,
          Bilingual(
            "no event mentions rulebook \(digest.short)", zh: "没有事件引用规则 \(digest.short)")))
    }
  }
}

extension StateCell {
  /// As a person recognises it.
  var short: String {
    switch self {
    case .null: "–"
    case .integer(let number): String(number)
    case .text(let text):
      text.unicodeScalars.count > 80 ? "\(text.unicodeScalars.prefix(80))…" : text
    case .bytes(let bytes): Digest(bytes: bytes)?.short ?? "\(bytes.count) bytes"
    }
  }
}
