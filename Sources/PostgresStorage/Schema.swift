/// The tables of a workspace in a database, and how older ones become newer ones.
///
/// Forward only: a migration that was released is never edited, another one follows it. Each runs in one transaction
/// with the note that it ran.
enum Schema {
  /// Everything lies in a schema of this name, so a workspace may share its database with other programs.
  static let name = "tollgate"

  static let migrations: [(name: String, script: String)] = [
    (
      "v1",
      first + weights + concerns + outbox + links + contents + sealed + overview + numbers
    ),
    ("v2", weightTotals),
  ]

  /// Keys of advisory locks: the first word of each is `Toll` in ASCII, the second says what is locked.
  ///
  /// Directory and policies: shared by whoever decides by them, alone with whoever changes them.
  static let workspaceLock = "1416588396, 1"
  /// The end of the log: whoever gives out positions.
  static let logLock = "1416588396, 2"
  /// Whoever makes or brings up to date the tables.
  static let migrationLock = "1416588396, 3"

  /// Four-eyes stands in `decisions`: a place is filled once, and a human fills one place of a round.
  ///
  /// A record's state is without its requests; the open ones are found by an index of their own.
  ///
  /// Identities are numbered here (`P-12` is 12), so that the next one is found without counting. Texts are compared
  /// byte by byte (`COLLATE "C"`), whatever language the database speaks.
  ///
  /// INVARIANT (log-without-gaps): `log` numbers the committed events from 1 without gaps, and never anew. Positions
  /// are given by `place_events` alone, to everything in `unplaced` at once, by one transaction at a time; what it has
  /// given comes and goes with that transaction.
  ///
  /// `log` and `unplaced` refer to events without a foreign key: events are never deleted, and the key's check would lock
  /// each event's row a second time.
  private static let first = """
    CREATE TABLE commands (
      id text COLLATE "C" PRIMARY KEY,
      fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
      stream text COLLATE "C" NOT NULL,
      first_version bigint NOT NULL CHECK (first_version > 0),
      last_version bigint NOT NULL CHECK (last_version >= first_version)
    );
    CREATE TABLE events (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      stream text COLLATE "C" NOT NULL,
      version bigint NOT NULL CHECK (version > 0),
      command text COLLATE "C" NOT NULL REFERENCES commands (id),
      body bytea NOT NULL,
      leaf bytea NOT NULL CHECK (length(leaf) = 32),
      UNIQUE (stream, version)
    );
    CREATE TABLE log (
      position bigint PRIMARY KEY CHECK (position > 0),
      event bigint NOT NULL UNIQUE
    );
    CREATE TABLE unplaced (event bigint PRIMARY KEY);
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME; END $$;
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE ON events
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER events_are_never_emptied BEFORE TRUNCATE ON events
      EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER log_is_never_changed BEFORE UPDATE OR DELETE ON log
      FOR EACH ROW EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER log_is_never_emptied BEFORE TRUNCATE ON log
      EXECUTE FUNCTION refuse_change();
    CREATE FUNCTION place_events(waits boolean) RETURNS bigint LANGUAGE plpgsql AS $$
      DECLARE
        last bigint;
        placed bigint;
      BEGIN
        IF waits THEN
          PERFORM pg_advisory_xact_lock(\(logLock));
        ELSIF NOT pg_try_advisory_xact_lock(\(logLock)) THEN
          RETURN 0;
        END IF;
        SELECT coalesce(max(position), 0) INTO last FROM log;
        WITH taken AS (DELETE FROM unplaced RETURNING event)
        INSERT INTO log (position, event)
        SELECT last + row_number() OVER (ORDER BY event), event FROM taken;
        GET DIAGNOSTICS placed = ROW_COUNT;
        RETURN placed;
      END $$;
    CREATE TABLE records (
      stream text COLLATE "C" PRIMARY KEY,
      version bigint NOT NULL CHECK (version > 0),
      state bytea NOT NULL
    );
    CREATE TABLE projects (
      number bigint PRIMARY KEY CHECK (number > 0),
      title text COLLATE "C" NOT NULL,
      stage text COLLATE "C" NOT NULL,
      workflow text COLLATE "C" NOT NULL,
      policy text COLLATE "C" NOT NULL
    );
    CREATE TABLE requests (
      number bigint PRIMARY KEY CHECK (number > 0),
      stream text COLLATE "C" NOT NULL REFERENCES records (stream),
      status text COLLATE "C" NOT NULL,
      is_open boolean NOT NULL GENERATED ALWAYS AS (status IN ('pending', 'returned')) STORED,
      state bytea NOT NULL
    );
    CREATE INDEX requests_of_stream ON requests (stream, number);
    CREATE INDEX open_requests ON requests (stream) WHERE is_open;
    CREATE TABLE open_places (
      addressee text COLLATE "C" NOT NULL,
      request bigint NOT NULL REFERENCES requests (number),
      PRIMARY KEY (addressee, request)
    );
    CREATE INDEX open_places_of_request ON open_places (request);
    CREATE TABLE decisions (
      request bigint NOT NULL REFERENCES requests (number),
      round bigint NOT NULL CHECK (round > 0),
      step bigint NOT NULL CHECK (step >= 0),
      slot bigint NOT NULL CHECK (slot >= 0),
      human text COLLATE "C", -- NULL: the machine concluded it
      PRIMARY KEY (request, round, step, slot),
      UNIQUE (request, round, human)
    );
    CREATE TABLE rulebooks (
      digest bytea PRIMARY KEY CHECK (length(digest) = 32),
      body bytea NOT NULL
    );
    CREATE TABLE meta (
      key text COLLATE "C" PRIMARY KEY,
      value text COLLATE "C" NOT NULL
    );
    INSERT INTO meta (key, value) VALUES ('format', 'tollgate workspace 1');

    """
}
