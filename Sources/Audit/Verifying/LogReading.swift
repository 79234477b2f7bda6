import CEL
import Diagnostics
import Dispatch
import Engine
import Foundation
import Synchronization

/// A log being read from its beginning: the tree over it, and the records made again from it.
///
/// Rows are read on all processors, and projects are made again on all processors, each by one; what the company
/// decides about itself stands between.
struct LogReading {
  /// Rows read at a time.
  static let page = 8_192

  private let rules: Rules
  private var comparison: CheckpointComparison
  private var workspace = WorkspaceReplay()
  private let shards: [Shard]
  private var findings = Findings()
  private(set) var events = 0
  /// Whether every event could be read and followed.
  private(set) var isWhole = true
  private var lastSequence = 0
  private var first: Timestamp?
  private var last: Timestamp?
  private var backwards = 0
  /// By number of a project that was opened under another: the one above all of them. Decisions look at relatives, so
  /// one processor makes them all.
  private var roots: [Int: Int] = [:]
  /// The command whose events may go on in the next page.
  private var pending: RecordedCommand?

  init(_ checkpoints: [GivenCheckpoint], _ rules: Rules) {
    self.rules = rules
    comparison = CheckpointComparison(checkpoints)
    shards = (0..<max(1, ProcessInfo.processInfo.activeProcessorCount)).map { _ in Shard() }
  }

  /// Takes the next rows of the log.
  mutating func take(_ rows: [LogRow]) {
    var steps: [Step] = []
    for row in Self.read(rows) {
      note(row)
      guard let record = row.record else {
        if let pending { steps.append(.command(pending)) }
        pending = nil
        isWhole = false
        if let stream = Engine.Stream(row.column) { steps.append(.lost(stream)) }
        continue
      }
      if pending?.isContinued(by: record) == true {
        pending?.append(record)
      } else {
        if let pending { steps.append(.command(pending)) }
        pending = RecordedCommand(record)
      }
    }
    follow(steps)
  }

  /// Takes the end of the log.
  mutating func finish(_ report: inout AuditReport) -> Tally {
    if let pending { follow([.command(pending)]) }
    pending = nil
    workspace.finish()
    var tally = workspace.tally
    DispatchQueue.concurrentPerform(iterations: shards.count) { [shards] index in
      shards[index].replay.withLock { $0.finish() }
    }
    for shard in shards {
      shard.replay.withLock { replay in
        tally.merge(replay.tally)
        if !replay.broken.isEmpty { isWhole = false }
      }
    }
    tally.expectTotals()
    if workspace.isBroken { isWhole = false }
    report.findings.merge(findings)
    report.events = events
    report.root = comparison.frontier.root
    report.checkpoints = comparison.compared
    for given in report.checkpoints where given.signature == .wrong {
      report.findings.add(
        Finding(
          .checkpoint,
          Bilingual(
            "the checkpoint of \(given.checkpoint.size) events was not signed by the key that was given",
            zh: "\(given.checkpoint.size) 条事件的检查点不是所给密钥签署的")))
    }
    report.first = first
    report.last = last
    report.backwards = backwards
    report.commands = tally.commands
    report.reevaluated = tally.reevaluated
    report.notEvaluated = tally.notEvaluated
    report.signed = tally.signed
    return tally
  }

  /// What concerns a row by itself and the order of rows.
  private mutating func note(_ row: ReadRow) {
    events += 1
    for finding in row.findings { findings.add(finding) }
    if row.sequence != lastSequence + 1 {
      findings.add(
        Finding(
          .sequence, at: row.sequence,
          Bilingual(
            "event \(row.sequence) comes after event \(lastSequence); between them something is missing",
            zh: "第 \(lastSequence) 条事件之后是第 \(row.sequence) 条，中间有缺失")))
    }
    lastSequence = row.sequence
    comparison.append(row.leaf)
    guard let time = row.record?.envelope.at else { return }
    if let last, time < last { backwards += 1 }
    first = first ?? time
    last = time
  }

  private enum Step: Sendable {
    case command(RecordedCommand)
    /// An event of the stream cannot be read.
    case lost(Engine.Stream)

    var stream: Engine.Stream {
      switch self {
      case .command(let command): command.stream
      case .lost(let stream): stream
      }
    }
  }

  private mutating func follow(_ steps: [Step]) {
    var rest = steps[...]
    while !rest.isEmpty {
      let projects = rest.prefix { $0.stream != .workspace }
      followProjects(projects)
      rest = rest.dropFirst(projects.count)
      switch rest.popFirst() {
      case .command(let command)?: workspace.take(command, rules)
      case .lost?: workspace.lose()
      case nil: break
      }
    }
  }

  private mutating func followProjects(_ steps: ArraySlice<Step>) {
    guard !steps.isEmpty else { return }
    var parts = [[Step]](repeating: [], count: shards.count)
    for step in steps { parts[root(of: step) % shards.count].append(step) }
    DispatchQueue.concurrentPerform(iterations: shards.count) {
      [parts, shards, rules, company = workspace.workspace] index in
      shards[index].replay.withLock { replay in
        for step in parts[index] {
          switch step {
          case .command(let command): replay.take(command, company, rules)
          case .lost(let stream): replay.lose(stream)
          }
        }
      }
    }
  }

  private mutating func root(of step: Step) -> Int {
    let number = step.stream.number
    if case .command(let command) = step,
      case .project(.opened(_, _, _, _, _, _, let parent?))? = command.events.first,
      let parent = parent.id.number
    {
      roots[number] = roots[parent] ?? parent
    }
    return roots[number] ?? number
  }

  /// Reads the rows on all processors, and gives them in their order.
  private static func read(_ rows: [LogRow]) -> [ReadRow] {
    let size = 256
    let parts = Mutex<[Int: [ReadRow]]>([:])
    let count = (rows.count + size - 1) / size
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let read = rows[index * size..<min(rows.count, (index + 1) * size)].map(ReadRow.init)
      parts.withLock { $0[index] = read }
    }
    return parts.withLock { parts in (0..<count).flatMap { parts[$0] ?? [] } }
  }
}

/// The projects that one processor makes again.
private final class Shard: Sendable {
  let replay = Mutex(ProjectReplay())
}

extension Engine.Stream {
  /// Which project; 0: none.
  fileprivate var number: Int {
    switch self {
    case .workspace: 0
    case .project(let id): id.number ?? 0
    }
  }
}
