extension Schema {
  /// What requests add to rolling windows: those that are open (no time), and those that took effect.
  ///
  /// Times are milliseconds since 1970; amounts are exact, so they are texts. A sum reads the rows of one bearer within the
  /// window, by the index.
  static let weights = """
    CREATE TABLE weights (
      request bigint NOT NULL REFERENCES requests (number),
      bearer text COLLATE "C" NOT NULL,
      took_effect bigint,
      amount text COLLATE "C" NOT NULL,
      PRIMARY KEY (request, bearer)
    );
    CREATE INDEX weights_of_bearer ON weights (bearer, took_effect);

    """
}

extension Schema {
  /// What took effect, added up by bearer and day of UTC, so that a window is looked back over without reading every request.
  ///
  /// The index has the requests of a bearer in the order in which they took effect, so that the last of them are found alone.
  static let weightTotals = """
    CREATE TABLE weight_totals (
      bearer text COLLATE "C" NOT NULL,
      day bigint NOT NULL,
      amount numeric NOT NULL,
      count bigint NOT NULL CHECK (count > 0),
      PRIMARY KEY (bearer, day)
    );
    INSERT INTO weight_totals (bearer, day, amount, count)
      SELECT bearer, CAST(floor(took_effect / 86400000.0) AS bigint), sum(CAST(amount AS numeric)), count(*)
      FROM weights WHERE took_effect IS NOT NULL GROUP BY 1, 2;
    DROP INDEX weights_of_bearer;
    CREATE INDEX weights_of_bearer ON weights (bearer, took_effect, request);

    """
}
