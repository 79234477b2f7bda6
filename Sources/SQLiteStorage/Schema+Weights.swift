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
