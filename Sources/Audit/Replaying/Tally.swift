import CEL
import Diagnostics
import Engine

/// What a part of the replay has seen so far.
struct Tally: Sendable {
  var commands = 0
  var reevaluated = 0
  var notEvaluated = 0
  /// Decisions whose person signed them with their own key, and it was checked.
  var signed = 0
  var findings = Findings()
  var rows = RowPrints()
  /// The rulebooks that events mention, with the first such event.
  var mentioned: [Digest: Int] = [:]
  /// The files that events name, with the first such event.
  var attached: [Digest: Int] = [:]
  /// Everything that is sealed in the log.
  var seals: Set<Digest> = []
  /// What took effect under a name on a day, with the last such event.
  private var totals: [EffectDay: (total: WeightTotal, sequence: Int)] = [:]

  private struct EffectDay: Hashable {
    let bearer: WeightBearer
    let day: Int
  }

  mutating func merge(_ other: Tally) {
    commands += other.commands
    reevaluated += other.reevaluated
    notEvaluated += other.notEvaluated
    signed += other.signed
    findings.merge(other.findings)
    for row in rows.merge(other.rows) { usedTwice(row) }
    mentioned.merge(other.mentioned) { min($0, $1) }
    attached.merge(other.attached) { min($0, $1) }
    seals.formUnion(other.seals)
    totals.merge(other.totals) { ($0.total.adding($1.total), max($0.sequence, $1.sequence)) }
  }

  /// Expects the totals of everything that took effect, once the whole log has been replayed.
  mutating func expectTotals() {
    for (key, (total, sequence)) in totals {
      expectOnce(
        .weightTotals,
        [
          .text(key.bearer.text), .integer(key.day),
          total.amount.map { .text($0.normalized.description) } ?? .null, .integer(total.count),
        ], since: sequence)
    }
    totals = [:]
  }

  mutating func find(_ code: Finding.Code, at sequence: Int?, _ message: Bilingual) {
    findings.add(Finding(code, at: sequence, message))
  }

  /// A row that must be there once and for all, such as a command's.
  mutating func expectOnce(_ table: StateTable, _ row: [StateCell], since sequence: Int) {
    if !rows.expect(table, row, since: sequence) { usedTwice(sequence) }
  }

  private mutating func usedTwice(_ sequence: Int) {
    find(
      .version, at: sequence,
      Bilingual(
        "event \(sequence) takes an identity that another event has taken",
        zh: "第 \(sequence) 条事件占用了其他事件已占用的编号"))
  }

  /// What follows from a command itself, whatever it was about.
  mutating func expectTraces(
    of command: RecordedCommand, _ touched: [Request], after: Batch.After, _ rules: Rules
  ) {
    commands += 1
    let stream = StateCell.text(command.stream.description)
    expectOnce(
      .commands,
      [
        .text(command.envelope.command.text),
        command.orderText.map { .bytes(rules.sha256($0).bytes) } ?? .null, stream,
        .integer(command.firstVersion), .integer(command.lastVersion),
      ], since: command.sequence)
    let batch = command.batch(touched, after)
    for (serial, request) in batch.numbersGiven {
      expectOnce(
        .numbers,
        [
          .text(serial.series), .integer(serial.number), .text(serial.text), stream,
          request?.number.map { .integer($0) } ?? .null,
        ], since: command.sequence)
    }
    for place in batch.filledPlaces {
      guard let number = place.request.number else { continue }
      expectOnce(
        .decisions,
        [
          .integer(number), .integer(place.round), .integer(place.step), .integer(place.slot),
          place.human.map { .text($0.text) } ?? .null,
        ], since: command.sequence)
    }
    let sealed = command.seals
    seals.formUnion(sealed)
    // A file that is confidential is known where its name is.
    let events =
      sealed.isEmpty ? command.events : command.events.map { $0.opened(with: rules.vault) }
    for file in events.flatMap(\.attachments) {
      attached[file.digest] = min(attached[file.digest] ?? .max, command.sequence)
    }
    for case .request(let event) in command.events {
      guard let digest = event.rulebook else { continue }
      mentioned[digest] = min(mentioned[digest] ?? .max, command.sequence)
    }
  }

  /// The row of a request as it stands or ended.
  ///
  /// `end`: the time of the command that ended it; nil: it is open.
  mutating func expect(
    _ request: Request, of stream: Engine.Stream, end: Timestamp? = nil, since sequence: Int
  ) {
    guard let number = request.id.number, let state = try? JSON.bytes(of: request) else {
      return
    }
    for (bearer, weight) in request.weights(end: end ?? request.submittedAt) {
      if let day = weight.tookEffect?.utcDay {
        let before = totals[EffectDay(bearer: bearer, day: day)]
        totals[EffectDay(bearer: bearer, day: day)] = (
          WeightTotal(weight).adding(before?.total ?? WeightTotal.of([])),
          max(sequence, before?.sequence ?? sequence)
        )
      }
      expectOnce(
        .weights,
        [
          .integer(number), .text(bearer.text),
          weight.tookEffect.map { .integer(Int($0.milliseconds)) } ?? .null,
          .text(weight.amount.description),
        ], since: sequence)
    }
    expectOnce(
      .requests,
      [
        .integer(number), .text(stream.description), .text(request.status.rawValue),
        .bytes(state),
      ], since: sequence)
  }

  /// The rows of a record's state and of whom its open requests wait for.
  mutating func expect(
    _ state: some Encodable, version: Int, of stream: Engine.Stream,
    _ requests: [RequestID: Request], roles: [RoleName: [PersonID]], since sequence: Int
  ) {
    guard let state = try? JSON.bytes(of: state) else { return }
    expectOnce(
      .records, [.text(stream.description), .integer(version), .bytes(state)], since: sequence)
    for request in requests.values {
      expect(request, of: stream, since: sequence)
      guard let number = request.id.number else { continue }
      for addressee in request.addressees(projectRoles: roles) {
        expectOnce(.places, [.text(addressee.text), .integer(number)], since: sequence)
      }
    }
  }
}

extension RequestEvent {
  /// The rulebook that the event pins a request to, or is about to put in force.
  fileprivate var rulebook: Digest? {
    switch self {
    case .submitted(_, .publish(_, _, let published), _, _, _, _, _): published
    case .submitted(_, .action, _, _, _, let pinned, _): pinned
    case .migrated(_, let pinned, _): pinned
    case .asked, .signed, .opposed, .concluded, .rejected, .outvoted, .returned, .withdrawn,
      .resubmitted, .takenBack, .transferred, .claimed, .released, .signerAdded, .signerRemoved,
      .questioned, .answered, .reminded, .seen, .copied, .overrideRequested, .overridden, .late,
      .expired, .approved, .lapsed:
      nil
    }
  }
}

extension RecordedCommand {
  /// As it was handed to the store, as far as it matters for the places that it filled.
  fileprivate func batch(_ touched: [Request], _ after: Batch.After) -> Batch {
    Batch(
      envelope: envelope, fingerprint: MerkleHash.empty, order: JSON.null.canonical, stream: stream,
      expectedVersion: firstVersion - 1, workspaceVersion: nil, events: events, after: after,
      touched: touched)
  }
}
