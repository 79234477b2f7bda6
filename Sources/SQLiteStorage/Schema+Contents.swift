extension Schema {
  /// What attached files contained, each once, whoever attached it how often.
  static let contents = """

    CREATE TABLE contents (
      digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
      body BLOB NOT NULL
    ) STRICT;
    """
}
