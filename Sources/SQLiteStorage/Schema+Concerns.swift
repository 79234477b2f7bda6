extension Schema {
  /// Whom open matters of projects concern, so that nobody reads every project to find theirs.
  static let concerns = """
    CREATE TABLE concerns (
      concern TEXT NOT NULL,
      project INTEGER NOT NULL REFERENCES projects (number),
      PRIMARY KEY (concern, project)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX concerns_of_project ON concerns (project);

    """
}
