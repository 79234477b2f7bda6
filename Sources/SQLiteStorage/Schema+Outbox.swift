extension Schema {
  /// What is to be told and what falls due. No evidence: both follow from the log, and change without it.
  ///
  /// Times are milliseconds since 1970, days are days since then. What waits has an index of its own, which stays as
  /// small as what waits, however much was delivered.
  static let outbox = """
    CREATE TABLE outbox (
      position INTEGER NOT NULL PRIMARY KEY,
      body BLOB NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
      time INTEGER NOT NULL,
      since INTEGER NOT NULL,
      attempts INTEGER NOT NULL CHECK (attempts >= 0),
      taken_by TEXT NOT NULL,
      problem TEXT NOT NULL
    ) STRICT;
    CREATE INDEX outbox_pending ON outbox (time) WHERE state = 'pending';
    CREATE INDEX outbox_delivered ON outbox (time) WHERE state = 'delivered';
    CREATE INDEX outbox_dead ON outbox (time) WHERE state = 'dead';
    CREATE TABLE alarms (
      stream TEXT NOT NULL,
      request INTEGER NOT NULL, -- 0: the record's own
      day INTEGER NOT NULL,
      PRIMARY KEY (stream, request)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX alarms_by_day ON alarms (day);
    """
}
