import Engine
import GRDB
import TestKit

/// Tampering with the tables beside the log.
extension Mutation {
  /// Columns of each table, and those that name a row.
  private static let tables: [(name: String, columns: [String], key: [String])] = [
    ("commands", ["id", "fingerprint", "stream", "first_version", "last_version"], ["id"]),
    ("records", ["stream", "version", "state"], ["stream"]),
    ("projects", ["number", "title", "stage", "workflow", "policy"], ["number"]),
    ("requests", ["number", "stream", "status", "state"], ["number"]),
    ("open_places", ["addressee", "request"], ["addressee", "request"]),
    (
      "decisions", ["request", "round", "step", "slot", "human"],
      ["request", "round", "step", "slot"]
    ),
    ("rulebooks", ["digest", "body"], ["digest"]),
    ("weights", ["request", "bearer", "amount"], ["request", "bearer"]),
    ("weight_totals", ["bearer", "day", "amount", "count"], ["bearer", "day"]),
  ]

  func tamperWithTable(_ db: Database, _ random: inout SeededGenerator) throws -> String? {
    let table = Self.tables.randomElement(using: &random)!
    let rows = try Row.fetchAll(
      db, sql: "SELECT * FROM \(table.name) ORDER BY \(table.key.joined(separator: ", "))")
    guard let row = rows.randomElement(using: &random) else { return nil }
    let condition = table.key.map { "\($0) = ?" }.joined(separator: " AND ")
    let key = StatementArguments(table.key.map { row[$0] as DatabaseValue })
    let column = table.columns.randomElement(using: &random)!
    let changed = Self.changed(row[column], &random)
    switch self {
    case .editCell:
      try db.execute(
        sql: "UPDATE OR IGNORE \(table.name) SET \(column) = ? WHERE \(condition)",
        arguments: [changed] + key)
    case .removeRow:
      try db.execute(sql: "DELETE FROM \(table.name) WHERE \(condition)", arguments: key)
    default:
      let named = table.key.randomElement(using: &random)!
      var values: [DatabaseValue] = []
      for name in row.columnNames {
        values.append(name == named ? Self.changed(row[name], &random) : row[name])
      }
      let places = values.map { _ in "?" }.joined(separator: ", ")
      try db.execute(
        sql: "INSERT OR IGNORE INTO \(table.name) VALUES (\(places))",
        arguments: StatementArguments(values))
    }
    return db.changesCount == 1 ? "\(rawValue) \(table.name).\(column) of \(key)" : nil
  }

  private static func changed(_ value: DatabaseValue, _ random: inout SeededGenerator)
    -> DatabaseValue
  {
    switch value.storage {
    case .null: return "li".databaseValue
    case .int64(let number): return (number + Int64.random(in: 1...3, using: &random)).databaseValue
    case .double(let number): return (number + 1).databaseValue
    case .string(let text):
      return (text + ["x", " ", "\u{301}"].randomElement(using: &random)!).databaseValue
    case .blob(let data):
      var bytes = [UInt8](data)
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
        1 << UInt8.random(in: 0..<8, using: &random)
      return bytes.data
    }
  }
}
