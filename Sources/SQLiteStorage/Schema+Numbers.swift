extension Schema {
  /// The numbers that were given: one is never given twice, whoever asks at the same time.
  ///
  /// INVARIANT (numbers-without-gaps): a number is the greatest of its series and one; what was given is never taken
  /// back. So whoever was slower finds theirs taken, and nobody can leave one out.
  static let numbers = """
    CREATE TABLE numbers (
      series TEXT NOT NULL,
      number INTEGER NOT NULL CHECK (number > 0),
      text TEXT NOT NULL,
      stream TEXT NOT NULL,
      request INTEGER, -- NULL: the record itself bears it
      PRIMARY KEY (series, number)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX numbers_by_text ON numbers (text);
    """
}
