import Foundation
import Testing

@testable import PostgresStorage

@Suite(.needsServer) struct StatementsOfThePostgresStore {
  /// Asks the server how it would run each statement if it had the choice: never by reading a whole table.
  @Test func growNotWithTheHistory() throws {
    let database = try TestDatabase()
    _ = try database.create()
    for statement in StoreStatement.allCases where !Self.plain.contains(statement) {
      let plan = try plan(statement.rawValue, database)
      #expect(!plan.contains("Seq Scan"), "\(statement): \(plan)")
      #expect(!plan.isEmpty)
    }
  }

  /// Nothing to plan.
  private static let plain: Set<StoreStatement> = [.begin, .commit, .rollback]

  /// The control: a question without an index is seen to be one.
  @Test func aScanIsSeen() throws {
    let database = try TestDatabase()
    _ = try database.create()
    #expect(try plan("SELECT 1 FROM events WHERE command = $1", database).contains("Seq Scan"))
  }

  private func plan(_ sql: String, _ database: TestDatabase) throws -> String {
    let parameters = (1...15).filter { sql.contains("$\($0)") }
    let nulls =
      parameters.isEmpty ? "" : "(\(parameters.map { _ in "NULL" }.joined(separator: ",")))"
    return try database.query(
      """
      SET search_path = tollgate; SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan;
      PREPARE asked AS \(sql); EXPLAIN EXECUTE asked\(nulls)
      """)
  }
}
