import Engine
import Foundation
import GRDB

extension SQLiteStore {
  public func append(_ batch: Batch) throws -> Appended { try append(all: [batch]) }

  public func append(all batches: [Batch]) throws -> Appended {
    let writings = try batches.map { batch in
      try batch.requireWhole()
      return try Writing(batch, cache.withLock { $0.known(to: batch) }, sha256)
    }
    guard try transact({ db in try writings.allSatisfy { try $0.write(db) } }) else {
      return .conflict
    }
    cache.withLock { cache in
      for writing in writings { cache.keep(writing.records, of: writing.batch) }
    }
    return .done
  }
}

/// A batch in the form that goes into the file: everything is encoded before the file is locked.
private struct Writing: Sendable {
  let batch: Batch
  let entries: [Entry]
  let records: CodedRecords
  let addressees: [(number: Int, texts: Set<String>)]
  let rulebook: (digest: Data, body: Data)?
  let notifications: [(body: Data, time: Int64)]

  init(_ batch: Batch, _ known: KnownRecords, _ sha256: DigestFunction) throws {
    self.batch = batch
    entries = try batch.entries(sha256)
    records = try CodedRecords(batch, known)
    addressees = try batch.addressees.map { request, addressees in
      (try request.requireNumber(), Set(addressees.map(\.text)))
    }
    rulebook = try batch.newRulebook.map { digest, sources in
      let body = try JSON.bytes(of: sources)
      guard sha256(body) == digest else {
        throw StoreFailure.failed("the texts of the rulebook are not those of its digest")
      }
      return (Data(digest.bytes), Data(body))
    }
    notifications = try batch.notifications.map {
      (Data(try JSON.bytes(of: $0)), $0.at.milliseconds)
    }
  }

  /// Writes everything, within a transaction; false when the batch was decided on what no longer holds.
  func write(_ db: Database) throws -> Bool {
    guard try isCurrent(db) else { return false }
    let stream = batch.stream.description
    let command = batch.envelope.command.text
    try db.run(
      .insertCommand,
      [
        command, Data(batch.fingerprint.bytes), stream, batch.expectedVersion + 1,
        batch.expectedVersion + entries.count,
      ])
    for entry in entries {
      try db.run(
        .insertEvent, [stream, entry.version, command, Data(entry.body), Data(entry.leaf.bytes)])
    }
    if let rulebook { try db.run(.insertRulebook, [rulebook.digest, rulebook.body]) }
    try writeRecord(db, stream)
    try batch.writeKin(db)
    for (digest, content) in batch.contents {
      try db.run(.insertContent, [Data(digest.bytes), Data(content)])
    }
    for content in batch.sealed {
      try db.run(
        .insertSealed, [Data(content.digest.bytes), Data(content.salt), Data(content.body)])
    }
    try writeRequests(db, stream)
    try db.write(weightsOf: batch)
    for notification in notifications {
      try db.run(.insertNotification, [notification.body, notification.time])
    }
    try writeAlarms(db, stream)
    for (serial, request) in batch.numbersGiven {
      try db.run(
        .insertNumber,
        [serial.series, serial.number, serial.text, stream, try request?.requireNumber()])
    }
    try db.write(batch.overview)
    return true
  }

  private func isCurrent(_ db: Database) throws -> Bool {
    if let version = batch.workspaceVersion {
      guard try db.version(of: .workspace) == version else { return false }
    }
    guard try batch.stillHasKin(db),
      try db.version(of: batch.stream) == batch.expectedVersion
    else { return false }
    return try db.isCurrent(batch.read)
  }

  private func writeRecord(_ db: Database, _ stream: String) throws {
    let version = batch.expectedVersion + entries.count
    let state = records.state.map { Data($0) }
    if batch.expectedVersion == 0 {
      try db.run(.insertRecord, [stream, version, state])
    } else if let state {
      try db.run(.updateRecord, [version, state, stream, batch.expectedVersion])
    } else {
      try db.run(.updateVersion, [version, stream, batch.expectedVersion])
    }
    guard case .project(let project) = batch.after else { return }
    let number = try project.id.requireNumber()
    if batch.expectedVersion == 0 {
      try db.run(
        .insertProject,
        [
          number, project.title, project.stage.text, project.workflow.text, project.policy.text,
        ])
    } else {
      try db.run(.updateStage, [project.stage.text, number])
    }
    if let concerns = batch.concerns { try db.write(concerns, ofProject: number) }
  }

  private func writeAlarms(_ db: Database, _ stream: String) throws {
    for alarm in batch.alarms {
      let request = try alarm.request?.requireNumber() ?? 0
      if let day = alarm.day {
        try db.run(.setAlarm, [stream, request, day.daysSinceEpoch])
      } else {
        try db.run(.clearAlarm, [stream, request])
      }
    }
  }

  private func writeRequests(_ db: Database, _ stream: String) throws {
    let submitted = batch.submitted
    for (request, _, bytes) in records.requests {
      let (number, state) = (try request.id.requireNumber(), Data(bytes))
      if submitted.contains(request.id) {
        try db.run(
          .insertRequest,
          [number, stream, request.status.rawValue, request.status.isOpen, state])
      } else {
        try db.run(
          request.status.isOpen ? .updateRequest : .endRequest,
          [request.status.rawValue, state, number, stream])
        guard db.changesCount == 1 else {
          throw StoreFailure.failed("`\(request.id)` is not a request of `\(stream)`")
        }
      }
    }
    for place in batch.filledPlaces {
      try db.run(
        .insertDecision,
        [
          try place.request.requireNumber(), place.round, place.step, place.slot, place.human?.text,
        ])
    }
    for (number, texts) in addressees {
      let before = Set(try db.rows(.openPlaces, [number]).map { row -> String in try row.value(0) })
      for text in before.subtracting(texts) { try db.run(.deleteOpenPlace, [text, number]) }
      for text in texts.subtracting(before) { try db.run(.insertOpenPlace, [text, number]) }
    }
  }
}

extension Database {
  /// 0: there is no such record.
  func version(of stream: Engine.Stream) throws -> Int {
    try row(.version, [stream.description])?.value(0) ?? 0
  }
}
