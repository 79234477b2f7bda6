import Engine
import GRDB
import TestKit

@testable import Audit

/// One way to tamper with a workspace file, past the program and with every guard of the file switched off.
enum Mutation: String, CaseIterable {
  case flipBody, flipLeaf, flipBodyAndLeaf
  case remove, removeAndRenumber, cutTail
  case swapBodies, swapSequences
  case insertCopy, appendCopy
  case refile
  case editCell, removeRow, addRow

  /// Whether the log itself is tampered with, rather than a table beside it.
  var isOfTheLog: Bool {
    switch self {
    case .editCell, .removeRow, .addRow: false
    default: true
    }
  }

  /// Tampers with the file; nil when chance chose something that is not there.
  func apply(to db: Database, _ random: inout SeededGenerator) throws -> String? {
    let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM events") ?? 0
    let one = Int.random(in: 1...count, using: &random)
    let two = Int.random(in: 1...count, using: &random)
    switch self {
    case .flipBody, .flipLeaf, .flipBodyAndLeaf:
      try flip(db, one, &random)
    case .remove: try db.execute(sql: "DELETE FROM events WHERE sequence = ?", arguments: [one])
    case .removeAndRenumber:
      try db.execute(sql: "DELETE FROM events WHERE sequence = ?", arguments: [one])
      // Two steps, since a key must not be taken even for a moment.
      try db.execute(
        sql: "UPDATE events SET sequence = -sequence WHERE sequence > ?", arguments: [one])
      try db.execute(sql: "UPDATE events SET sequence = -sequence - 1 WHERE sequence < 0")
    case .cutTail: try db.execute(sql: "DELETE FROM events WHERE sequence >= ?", arguments: [one])
    case .swapBodies, .swapSequences:
      guard one != two else { return nil }
      let columns = self == .swapBodies ? "body, leaf" : "body, leaf, stream, version, command"
      try swap(db, one, two, columns: columns)
    case .insertCopy:
      // Behind the last it would be appended, which leaves what the checkpoint covers as it was.
      guard one < count else { return nil }
      try db.execute(
        sql: "UPDATE events SET sequence = -sequence WHERE sequence > ?", arguments: [one])
      try db.execute(sql: "UPDATE events SET sequence = -sequence + 1 WHERE sequence < 0")
      try copy(db, two <= one ? two : two + 1, to: one + 1)
    case .appendCopy: try copy(db, one, to: count + 1)
    case .refile: return try refile(db, one, &random)
    case .editCell, .removeRow, .addRow: return try tamperWithTable(db, &random)
    }
    return "\(rawValue) \(one) \(two)"
  }

  private func flip(_ db: Database, _ sequence: Int, _ random: inout SeededGenerator) throws {
    let column = self == .flipLeaf ? "leaf" : "body"
    var bytes = try [UInt8].all(db, "SELECT \(column) FROM events WHERE sequence = \(sequence)")[0]
    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
      1 << UInt8.random(in: 0..<8, using: &random)
    try db.execute(
      sql: "UPDATE events SET \(column) = ? WHERE sequence = ?",
      arguments: [bytes.data, sequence])
    guard self == .flipBodyAndLeaf else { return }
    try db.execute(
      sql: "UPDATE events SET leaf = ? WHERE sequence = ?",
      arguments: [MerkleHash.leaf(bytes).bytes.data, sequence])
  }

  private func swap(_ db: Database, _ one: Int, _ two: Int, columns: String) throws {
    let rows = try [one, two].map { sequence in
      try Row.fetchOne(
        db, sql: "SELECT \(columns) FROM events WHERE sequence = ?", arguments: [sequence])!
    }
    let assignments = columns.split(separator: ", ").map { "\($0) = ?" }.joined(separator: ", ")
    // Out of the way first: (stream, version) is unique.
    try db.execute(
      sql: "UPDATE events SET version = version + 1000000 WHERE sequence IN (\(one), \(two))")
    for (row, sequence) in zip(rows, [two, one]) {
      try db.execute(
        sql: "UPDATE events SET \(assignments) WHERE sequence = \(sequence)",
        arguments: StatementArguments(row.databaseValues))
    }
    try db.execute(
      sql:
        "UPDATE events SET version = version - 1000000 WHERE sequence IN (\(one), \(two)) AND version > 1000000"
    )
  }

  /// A copy takes the next version of its stream, in its body too, and the right leaf.
  private func copy(_ db: Database, _ sequence: Int, to place: Int) throws {
    let row = try Row.fetchOne(
      db, sql: "SELECT stream, command, body FROM events WHERE sequence = ?",
      arguments: [sequence])!
    let (stream, command): (String, String) = (row[0], row[1])
    let version =
      try Int.fetchOne(
        db, sql: "SELECT max(version) + 1 FROM events WHERE stream = ?", arguments: [stream]) ?? 1
    let old = try JSON(parsing: row.bytes(2))
    guard case .object(var members) = old else { return }
    members["version"] = .integer(Int64(version))
    let body = JSON.object(members).canonical
    try db.execute(
      sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [
        place, stream, version, command, body.data, MerkleHash.leaf(body).bytes.data,
      ])
  }

  private func refile(_ db: Database, _ sequence: Int, _ random: inout SeededGenerator) throws
    -> String
  {
    let change = ["stream = 'P-99'", "version = version + 5000", "command = 'c-0'"]
      .randomElement(using: &random)!
    try db.execute(sql: "UPDATE events SET \(change) WHERE sequence = ?", arguments: [sequence])
    return "refile \(sequence): \(change)"
  }
}

extension [UInt8] {
  var data: DatabaseValue { DatabaseValue.Storage.blob(.init(self)).databaseValue }
}

extension Row {
  func bytes(_ index: Int) -> [UInt8] {
    let value: DatabaseValue = self[index]
    guard case .blob(let data) = value.storage else { return [] }
    return [UInt8](data)
  }
}

extension DatabaseValue.Storage {
  var databaseValue: DatabaseValue { value?.databaseValue ?? .null }
}
