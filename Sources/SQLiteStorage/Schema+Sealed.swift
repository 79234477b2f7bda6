extension Schema {
  /// What confidential values of the log were sealed from. Whoever can read this table can read them.
  static let sealed = """

    CREATE TABLE sealed (
      digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
      salt BLOB NOT NULL CHECK (length(salt) = 32),
      body BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    """
}
