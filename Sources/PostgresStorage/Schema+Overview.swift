extension Schema {
  /// What reports read, under the columns of `OverviewTable`. No evidence: it follows from the log.
  ///
  /// The index of terms takes them as they stand: no dictionary of the server has a say in what is found.
  static let overview = """
    CREATE TABLE summaries (
      project bigint PRIMARY KEY,
      title text COLLATE "C" NOT NULL,
      workflow text COLLATE "C" NOT NULL,
      policy text COLLATE "C" NOT NULL,
      stage text COLLATE "C" NOT NULL,
      since bigint NOT NULL,
      is_over bigint NOT NULL CHECK (is_over IN (0, 1)),
      levels text COLLATE "C" NOT NULL,
      owner text COLLATE "C" NOT NULL,
      opened bigint NOT NULL,
      original_budget text COLLATE "C",
      budget text COLLATE "C",
      spent text COLLATE "C" NOT NULL,
      original_finish bigint,
      finish bigint
    );
    CREATE INDEX summaries_by_stage ON summaries (is_over, since, project);
    CREATE TABLE filings (
      request bigint PRIMARY KEY,
      project bigint NOT NULL, -- 0: the workspace's own
      workflow text COLLATE "C" NOT NULL,
      action text COLLATE "C", -- NULL: to publish a policy
      submitter text COLLATE "C" NOT NULL,
      submitted bigint NOT NULL,
      ended bigint, -- NULL: open
      status text COLLATE "C" NOT NULL
    );
    CREATE INDEX filings_by_end ON filings (ended, request);
    CREATE TABLE dues (
      project bigint NOT NULL, -- 0: the workspace's own
      request bigint NOT NULL, -- 0: no request's
      kind text COLLATE "C" NOT NULL,
      name text COLLATE "C" NOT NULL,
      day bigint NOT NULL,
      asked text COLLATE "C" NOT NULL,
      PRIMARY KEY (project, request, kind, name)
    );
    CREATE INDEX dues_by_day ON dues (day, project, request, kind, name);
    CREATE TABLE lessons (
      position bigint PRIMARY KEY,
      project bigint NOT NULL UNIQUE,
      body bytea NOT NULL,
      terms text COLLATE "C" NOT NULL
    );
    CREATE INDEX lessons_by_term ON lessons
      USING gin (array_to_tsvector(string_to_array(terms, ' ')));

    """
}
