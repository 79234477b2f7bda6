"""A pgbench script that does by hand what one decision asks of the server: the same statements as often, on the same tables.

Every client has a record, a request and a place of its own, so nothing waits for anybody but for the disk and the end of the log.
"""
import re

# Statements by how they begin, as `Sources/PostgresStorage` sends them, with what pgbench fills in.
TEMPLATES = {
    "SELECT pg_advisory_xact_lock_shared(": "SELECT pg_advisory_xact_lock_shared(1416588396, 1);",
    "SELECT version FROM records": "SELECT version FROM records WHERE stream = 'workspace';",
    "SELECT version, state FROM records": """SELECT version, state FROM records WHERE stream = 'P-' || :own
  UNION ALL SELECT NULL, state FROM requests WHERE stream = 'P-' || :own AND is_open;""",
    "SELECT stream, state FROM requests": "SELECT stream, state FROM requests WHERE number = :request;",
    "SELECT fingerprint, stream": """SELECT fingerprint, stream, first_version, last_version FROM commands
  WHERE id = 'b-' || :client_id || '-' || :n;""",
    "SELECT body FROM rulebooks": "SELECT body FROM rulebooks LIMIT 1;",
    "SELECT max(number) FROM requests": "SELECT max(number) FROM requests;",
    "SELECT max(number) FROM projects": "SELECT max(number) FROM projects;",
    "UPDATE records": """UPDATE records SET version = version + 1, state = convert_to(repeat('x', :record), 'UTF8')
  WHERE stream = 'P-' || :own AND version > 0;""",
    "UPDATE projects": "UPDATE projects SET stage = 'running' WHERE number = :own AND stage <> 'running';",
    "INSERT INTO commands": """INSERT INTO commands (id, fingerprint, stream, first_version, last_version)
  VALUES ('b-' || :client_id || '-' || :n, decode(repeat('ab', 32), 'hex'), 'P-' || :own, 1, 2);""",
    "WITH written AS": r"""\set v :v + 1
WITH written AS (
  INSERT INTO events (stream, version, command, body, leaf)
  VALUES ('P-' || :own, :v, 'b-' || :client_id || '-' || :n, convert_to(repeat('x', :event), 'UTF8'), decode(repeat('ab', 32), 'hex'))
  RETURNING id) INSERT INTO unplaced (event) SELECT id FROM written;""",
    "UPDATE requests": """UPDATE requests SET status = 'pending', state = convert_to(repeat('x', :state), 'UTF8')
  WHERE number = :request AND stream = 'P-' || :own;""",
    "INSERT INTO decisions": "INSERT INTO decisions (request, round, step, slot, human) VALUES (:request, 1000 + :n, 0, 0, 'chen');",
    "DELETE FROM open_places": "DELETE FROM open_places WHERE request = :request AND addressee <> ALL (ARRAY['person:' || :n]);",
    "INSERT INTO open_places": """INSERT INTO open_places (addressee, request) SELECT unnest(ARRAY['person:' || :n]), :request
  ON CONFLICT (addressee, request) DO NOTHING;""",
    "INSERT INTO outbox": """INSERT INTO outbox (body, state, time, since, attempts, taken_by, problem)
  VALUES (convert_to(repeat('x', 500), 'UTF8'), 'pending', 1, 1, 0, '[]', '');""",
    "INSERT INTO alarms": """INSERT INTO alarms (stream, request, day) VALUES ('P-' || :own, :request, 20000 + :n)
  ON CONFLICT (stream, request) DO UPDATE SET day = excluded.day WHERE alarms.day <> excluded.day;""",
    "DELETE FROM alarms": "DELETE FROM alarms WHERE stream = 'P-' || :own AND request = :request;",
    "SELECT place_events(false)": "SELECT place_events(false);",
    "SELECT pg_notify": "SELECT pg_notify('tollgate', 'P-' || :own);",
}


def script(log, decisions):
    """The script for what the server's log says was asked of it in so many decisions, and how many statements of one it has."""
    asked = re.findall(r"LOG:  execute [^:]*: (.*)", log)
    counts = {start: sum(text.startswith(start) for text in asked) for start in TEMPLATES}
    other = {text[:60] for text in asked if not text.startswith((*TEMPLATES, "BEGIN", "COMMIT", "ROLLBACK"))}
    if other:
        raise SystemExit(f"postgres: statements without a counterpart in Benchmarks/rivals/decision.py: {sorted(other)}")
    often = {start: round(count / decisions) for start, count in counts.items()}
    # Before the transaction, what a decision looks at; within it, everything from the lock on.
    names = list(TEMPLATES)
    writes = names[names.index("UPDATE records"):-1]
    reads = [name for name in names[:names.index("UPDATE records")] if not name.startswith(("SELECT pg_adv", "SELECT version FROM"))]
    lines = [r"\set n :n + 1", r"\set own :client_id + 1", r"\set request 2 * :own"]
    lines += [TEMPLATES[name] for name in reads for _ in range(often[name])]
    lines += [r"\startpipeline", "BEGIN ISOLATION LEVEL READ COMMITTED;"]
    lines += [TEMPLATES[name] for name in ["SELECT pg_advisory_xact_lock_shared(", "SELECT version FROM records", *writes] for _ in range(often[name])]
    lines += [r"\endpipeline", "COMMIT;"] + [TEMPLATES["SELECT pg_notify"]] * often["SELECT pg_notify"]
    return "\n".join(lines) + "\n", sum(often.values())
