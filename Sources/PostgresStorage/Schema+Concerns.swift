extension Schema {
  /// Whom open matters of projects concern, so that nobody reads every project to find theirs.
  static let concerns = """
    CREATE TABLE concerns (
      concern text COLLATE "C" NOT NULL,
      project bigint NOT NULL REFERENCES projects (number),
      PRIMARY KEY (concern, project)
    );
    CREATE INDEX concerns_of_project ON concerns (project);

    """
}
