import GRDB

/// The tables of a workspace file, and how older files become newer ones.
///
/// Forward only: a migration that was released is never edited, another one follows it.
enum Schema {
  /// Marks the file as ours in its header, as `file(1)` and SQLite see it: `Toll` in ASCII.
  static let applicationID = 0x546F_6C6C

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { db in
      try db.execute(
        sql: first + weights + concerns + outbox + links + contents + sealed + overview + numbers)
    }
    migrator.registerMigration("v2") { db in
      try db.execute(sql: weightTotals)
      try addUpWeights(db)
    }
    return migrator
  }

  /// Four-eyes stands in `decisions`: a place is filled once, and a human fills one place of a round.
  ///
  /// A record's state is without its version and its requests; open requests are found by an index of their own,
  /// which no decision touches that leaves its request open.
  ///
  /// Identities are numbered here (`P-12` is 12), so that the next one is found without counting. The log itself
  /// names records by their text, for whoever reads it without this program.
  private static let first = """
    PRAGMA application_id = \(applicationID);
    CREATE TABLE commands (
      id TEXT NOT NULL PRIMARY KEY,
      fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
      stream TEXT NOT NULL,
      first_version INTEGER NOT NULL CHECK (first_version > 0),
      last_version INTEGER NOT NULL CHECK (last_version >= first_version)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE events (
      sequence INTEGER NOT NULL PRIMARY KEY,
      stream TEXT NOT NULL,
      version INTEGER NOT NULL CHECK (version > 0),
      command TEXT NOT NULL REFERENCES commands (id),
      body BLOB NOT NULL,
      leaf BLOB NOT NULL CHECK (length(leaf) = 32),
      UNIQUE (stream, version)
    ) STRICT;
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
      BEGIN SELECT raise(ABORT, 'events are never changed'); END;
    CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
      BEGIN SELECT raise(ABORT, 'events are never deleted'); END;
    CREATE TABLE records (
      stream TEXT NOT NULL PRIMARY KEY,
      version INTEGER NOT NULL CHECK (version > 0),
      state BLOB NOT NULL
    ) STRICT;
    CREATE TABLE projects (
      number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
      title TEXT NOT NULL,
      stage TEXT NOT NULL,
      workflow TEXT NOT NULL,
      policy TEXT NOT NULL
    ) STRICT;
    CREATE TABLE requests (
      number INTEGER NOT NULL PRIMARY KEY CHECK (number > 0),
      stream TEXT NOT NULL REFERENCES records (stream),
      status TEXT NOT NULL,
      is_open INTEGER NOT NULL CHECK (is_open = (status IN ('pending', 'returned'))),
      state BLOB NOT NULL
    ) STRICT;
    CREATE INDEX requests_of_stream ON requests (stream, number);
    CREATE INDEX open_requests ON requests (stream) WHERE is_open;
    CREATE TABLE open_places (
      addressee TEXT NOT NULL,
      request INTEGER NOT NULL REFERENCES requests (number),
      PRIMARY KEY (addressee, request)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX open_places_of_request ON open_places (request);
    CREATE TABLE decisions (
      request INTEGER NOT NULL REFERENCES requests (number),
      round INTEGER NOT NULL CHECK (round > 0),
      step INTEGER NOT NULL CHECK (step >= 0),
      slot INTEGER NOT NULL CHECK (slot >= 0),
      human TEXT, -- NULL: the machine concluded it
      PRIMARY KEY (request, round, step, slot),
      UNIQUE (request, round, human)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE rulebooks (
      digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
      body BLOB NOT NULL
    ) STRICT;
    CREATE TABLE meta (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    INSERT INTO meta (key, value) VALUES ('format', 'tollgate workspace 1');

    """
}
