import CEL
import Engine
import GRDB

extension Schema {
  /// What requests add to rolling windows: those that are open (no time), and those that took effect.
  ///
  /// Times are milliseconds since 1970; amounts are exact, so they are texts. A sum reads the rows of one bearer within the
  /// window, by the index.
  static let weights = """
    CREATE TABLE weights (
      request INTEGER NOT NULL REFERENCES requests (number),
      bearer TEXT NOT NULL,
      took_effect INTEGER,
      amount TEXT NOT NULL,
      PRIMARY KEY (request, bearer)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX weights_of_bearer ON weights (bearer, took_effect, amount);

    """
}

extension Schema {
  /// What took effect, added up by bearer and day of UTC, so that a window is looked back over without reading every request.
  ///
  /// The index has the requests of a bearer in the order in which they took effect, so that the last of them are found alone.
  static let weightTotals = """
    CREATE TABLE weight_totals (
      bearer TEXT NOT NULL,
      day INTEGER NOT NULL,
      amount TEXT NOT NULL,
      count INTEGER NOT NULL CHECK (count > 0),
      PRIMARY KEY (bearer, day)
    ) STRICT, WITHOUT ROWID;
    DROP INDEX weights_of_bearer;
    CREATE INDEX weights_of_bearer ON weights (bearer, took_effect, request, amount);

    """

  /// Amounts are exact, and SQLite cannot add them.
  static func addUpWeights(_ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: "SELECT request, took_effect, amount, bearer FROM weights WHERE took_effect IS NOT NULL")
    while let row = try rows.next() {
      let weight = try Weight(number: row.value(0), took: row.value(1), amount: row.value(2))
      try db.addToTotal(weight, of: WeightBearer(text: row.value(3)))
    }
  }
}
