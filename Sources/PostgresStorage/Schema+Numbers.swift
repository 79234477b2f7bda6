extension Schema {
  /// The numbers that were given: one is never given twice, whoever asks at the same time.
  ///
  /// INVARIANT (numbers-without-gaps): a number is the greatest of its series and one; what was given is never taken
  /// back. So whoever was slower finds theirs taken, and nobody can leave one out.
  static let numbers = """
    CREATE TABLE numbers (
      series text COLLATE "C" NOT NULL,
      number bigint NOT NULL CHECK (number > 0),
      text text COLLATE "C" NOT NULL,
      stream text COLLATE "C" NOT NULL,
      request bigint, -- NULL: the record itself bears it
      PRIMARY KEY (series, number)
    );
    CREATE INDEX numbers_by_text ON numbers (text);

    """
}
