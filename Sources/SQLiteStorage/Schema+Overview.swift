extension Schema {
  /// What reports read, under the columns of `OverviewTable`. No evidence: it follows from the log.
  ///
  /// The index of terms takes its texts from `lessons`, and is told of each change by whoever makes it: triggers may not
  /// touch it in a file that is not trusted. Terms are made of `a`–`z`, digits and `_`, marks of `=` besides; nothing else
  /// is ever asked, so positions and ranks need no room.
  static let overview = """
    CREATE TABLE summaries (
      project INTEGER NOT NULL PRIMARY KEY,
      title TEXT NOT NULL,
      workflow TEXT NOT NULL,
      policy TEXT NOT NULL,
      stage TEXT NOT NULL,
      since INTEGER NOT NULL,
      is_over INTEGER NOT NULL CHECK (is_over IN (0, 1)),
      levels TEXT NOT NULL,
      owner TEXT NOT NULL,
      opened INTEGER NOT NULL,
      original_budget TEXT,
      budget TEXT,
      spent TEXT NOT NULL,
      original_finish INTEGER,
      finish INTEGER
    ) STRICT;
    CREATE INDEX summaries_by_stage ON summaries (is_over, since, project);
    CREATE TABLE filings (
      request INTEGER NOT NULL PRIMARY KEY,
      project INTEGER NOT NULL, -- 0: the workspace's own
      workflow TEXT NOT NULL,
      action TEXT, -- NULL: to publish a policy
      submitter TEXT NOT NULL,
      submitted INTEGER NOT NULL,
      ended INTEGER, -- NULL: open
      status TEXT NOT NULL
    ) STRICT;
    CREATE INDEX filings_by_end ON filings (ended, request);
    CREATE TABLE dues (
      project INTEGER NOT NULL, -- 0: the workspace's own
      request INTEGER NOT NULL, -- 0: no request's
      kind TEXT NOT NULL,
      name TEXT NOT NULL,
      day INTEGER NOT NULL,
      asked TEXT NOT NULL,
      PRIMARY KEY (project, request, kind, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX dues_by_day ON dues (day, project, request, kind, name);
    CREATE TABLE lessons (
      position INTEGER NOT NULL PRIMARY KEY,
      project INTEGER NOT NULL UNIQUE,
      body BLOB NOT NULL,
      terms TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE lesson_terms USING fts5 (
      terms, content = 'lessons', content_rowid = 'position', detail = none, columnsize = 0,
      tokenize = "ascii tokenchars '_='"
    );

    """
}
