extension Schema {
  /// What confidential values of the log were sealed from. Whoever can read this table can read them.
  static let sealed = """

    CREATE TABLE sealed (
      digest bytea NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
      salt bytea NOT NULL CHECK (length(salt) = 32),
      body bytea NOT NULL
    );
    """
}
