extension Schema {
  /// What is to be told and what falls due. No evidence: both follow from the log, and change without it.
  ///
  /// Times are milliseconds since 1970, days are days since then. What waits has an index of its own, which stays as
  /// small as what waits, however much was delivered.
  static let outbox = """
    CREATE TABLE outbox (
      position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      body bytea NOT NULL,
      state text COLLATE "C" NOT NULL CHECK (state IN ('pending', 'delivered', 'dead')),
      time bigint NOT NULL,
      since bigint NOT NULL,
      attempts bigint NOT NULL CHECK (attempts >= 0),
      taken_by text COLLATE "C" NOT NULL,
      problem text COLLATE "C" NOT NULL
    );
    CREATE INDEX outbox_pending ON outbox (time, position) WHERE state = 'pending';
    CREATE INDEX outbox_delivered ON outbox (time, position) WHERE state = 'delivered';
    CREATE INDEX outbox_dead ON outbox (time, position) WHERE state = 'dead';
    CREATE TABLE alarms (
      stream text COLLATE "C" NOT NULL,
      request bigint NOT NULL, -- 0: the record's own
      day bigint NOT NULL,
      PRIMARY KEY (stream, request)
    );
    CREATE INDEX alarms_by_day ON alarms (day, stream, request);
    """
}
