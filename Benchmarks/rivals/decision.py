"""A pgbench script that does by hand what the decisions of a request ask of the server: the same statements as often, on the same tables.

Every client has records, requests and places of its own, as the product's clients have: each transaction of pgbench is all the decisions
of one request, and the next one is of the next project. Nothing waits for anybody but for the disk and the end of the log.
"""
import re

# Statements by how they begin, as `Sources/PostgresStorage` sends them, with what pgbench fills in. The texts (`:event`, `:record`, `:state`,
# `:message`) are some of the product's own, sent each time: a filler would be compressed to nothing and never travel.
TEMPLATES = {
    "SELECT pg_advisory_xact_lock_shared(": "SELECT pg_advisory_xact_lock_shared(1416588396, 1);",
    "SELECT version FROM records": "SELECT version FROM records WHERE stream = 'workspace';",
    "SELECT requests.stream, requests.is_open": """SELECT requests.stream, requests.is_open, records.version FROM requests
  JOIN records ON records.stream = requests.stream WHERE requests.number = :request;""",
    "SELECT stream, state FROM requests": "SELECT stream, state FROM requests WHERE number = :request;",
    "SELECT fingerprint, stream": """SELECT fingerprint, stream, first_version, last_version FROM commands
  WHERE id = 'b-' || :client_id || '-' || :n;""",
    # The reader has the version already.
    "SELECT version, CASE WHEN version IS DISTINCT": """SELECT version, CASE WHEN version IS DISTINCT FROM version THEN state END
  FROM records WHERE stream = 'P-' || :own
  UNION ALL SELECT NULL, requests.state FROM requests
  JOIN records ON records.stream = requests.stream AND records.version IS DISTINCT FROM records.version
  WHERE requests.stream = 'P-' || :own AND is_open;""",
    "SELECT body FROM rulebooks": "SELECT body FROM rulebooks LIMIT 1;",
    "SELECT max(number) FROM requests": "SELECT max(number) FROM requests;",
    "SELECT max(number) FROM projects": "SELECT max(number) FROM projects;",
    "UPDATE records SET version = $1 WHERE": "UPDATE records SET version = version + 1 WHERE stream = 'P-' || :own AND version > 0;",
    "UPDATE records SET version = $1, state": """UPDATE records SET version = version + 1, state = convert_to(:record, 'UTF8')
  WHERE stream = 'P-' || :own AND version > 0;""",
    "UPDATE projects": "UPDATE projects SET stage = 'running' WHERE number = :own AND stage <> 'running';",
    "INSERT INTO commands": """INSERT INTO commands (id, fingerprint, stream, first_version, last_version)
  VALUES ('b-' || :client_id || '-' || :n, decode(repeat('ab', 32), 'hex'), 'P-' || :own, 1, 2);""",
    "WITH written AS": r"""\set v :v + 1
WITH written AS (
  INSERT INTO events (stream, version, command, body, leaf)
  VALUES ('P-' || :own, :v, 'b-' || :client_id || '-' || :n, convert_to(:event, 'UTF8'), decode(repeat('ab', 32), 'hex'))
  RETURNING id) INSERT INTO unplaced (event) SELECT id FROM written;""",
    "UPDATE requests": """UPDATE requests SET status = 'pending', state = convert_to(:state, 'UTF8')
  WHERE number = :request AND stream = 'P-' || :own;""",
    "INSERT INTO decisions": "INSERT INTO decisions (request, round, step, slot, human) VALUES (:request, 1000 + :n, 0, 0, 'chen');",
    "DELETE FROM open_places": "DELETE FROM open_places WHERE request = :request AND addressee <> ALL (ARRAY['person:' || :n]);",
    "INSERT INTO open_places": """INSERT INTO open_places (addressee, request) SELECT unnest(ARRAY['person:' || :n]), :request
  ON CONFLICT (addressee, request) DO NOTHING;""",
    "INSERT INTO outbox": """INSERT INTO outbox (body, state, time, since, attempts, taken_by, problem)
  VALUES (convert_to(:message, 'UTF8'), 'pending', 1, 1, 0, '[]', '');""",
    "INSERT INTO alarms": """INSERT INTO alarms (stream, request, day) VALUES ('P-' || :own, :request, 20000 + :n)
  ON CONFLICT (stream, request) DO UPDATE SET day = excluded.day WHERE alarms.day <> excluded.day;""",
    "DELETE FROM alarms": "DELETE FROM alarms WHERE stream = 'P-' || :own AND request = :request;",
    "INSERT INTO summaries": """INSERT INTO summaries (project, title, workflow, policy, stage, since, is_over, levels, owner,
    opened, original_budget, budget, spent, original_finish, finish)
  VALUES (:own, 'Bridge', 'deal', 'small-policy', 'running', 1, 0, '', 'li', 1, '100000', '126000', '0', 20000, 20000)
  ON CONFLICT (project) DO UPDATE SET title = excluded.title, workflow = excluded.workflow, policy = excluded.policy,
    stage = excluded.stage, since = excluded.since, is_over = excluded.is_over, levels = excluded.levels, owner = excluded.owner,
    opened = excluded.opened, original_budget = excluded.original_budget, budget = excluded.budget, spent = excluded.spent,
    original_finish = excluded.original_finish, finish = excluded.finish;""",
    "INSERT INTO filings": """INSERT INTO filings (request, project, workflow, action, submitter, submitted, ended, status)
  VALUES (:request, :own, 'deal', 'change', 'li', 1, NULL, 'pending')
  ON CONFLICT (request) DO UPDATE SET ended = excluded.ended, status = excluded.status;""",
    "DELETE FROM dues": "DELETE FROM dues WHERE project = :own AND request = :request AND kind = 'step' AND name = 'manager';",
    "INSERT INTO dues": """INSERT INTO dues (project, request, kind, name, day, asked) VALUES (:own, :request, 'step', 'manager', 20000 + :n, 'li')
  ON CONFLICT (project, request, kind, name) DO UPDATE SET day = excluded.day, asked = excluded.asked;""",
    "DELETE FROM weights": "DELETE FROM weights WHERE request = :request AND took_effect IS NULL;",
    "INSERT INTO weights": "INSERT INTO weights (request, bearer, took_effect, amount) VALUES (:request, 'b', 1, '1');",
    # One row for all clients, as in the product: everything was asked for by one person.
    "INSERT INTO weight_totals": """INSERT INTO weight_totals (bearer, day, amount, count) VALUES ('b', 0, 126000, 1)
  ON CONFLICT (bearer, day) DO UPDATE SET amount = weight_totals.amount + excluded.amount, count = weight_totals.count + excluded.count;""",
    "SELECT place_events(false)": "SELECT place_events(false);",
    "SELECT pg_notify": "SELECT pg_notify('tollgate', 'P-' || :own);",
}


# How often a project is read before the decisions begin, to show somebody the request: none of what is measured.
BEFORE = {"SELECT requests.stream, requests.is_open": 1, "SELECT version, CASE WHEN version IS DISTINCT": 1}


def script(log, projects, decisions):
    """The script for what the server's log says was asked of it for so many projects with so many decisions each, and how many
    statements one decision has."""
    asked = re.findall(r"LOG:  execute [^:]*: (.*)", log)
    counts = {start: sum(text.startswith(start) for text in asked) for start in TEMPLATES}
    other = {text[:60] for text in asked if not text.startswith((*TEMPLATES, "BEGIN", "COMMIT", "ROLLBACK"))}
    if other:
        raise SystemExit(f"postgres: statements without a counterpart in Benchmarks/rivals/decision.py: {sorted(other)}")
    often = {start: round(count / projects) - BEFORE.get(start, 0) for start, count in counts.items()}
    names = list(TEMPLATES)
    first = names.index("UPDATE records SET version = $1 WHERE")
    reads = [name for name in names[:first] if not name.startswith(("SELECT pg_adv", "SELECT version FROM"))]
    writes = ["SELECT pg_advisory_xact_lock_shared(", "SELECT version FROM records", *names[first:-1]]
    writes.remove("INSERT INTO weight_totals")
    lines = [r"\set chain :chain + 1", r"\set own :clients * (:chain - 1) + :client_id + 1", r"\set request 2 * :own"]
    for turn in range(decisions):
        def texts(names):
            """What this decision asks for: what some decisions alone ask for falls to the later ones."""
            share = {name: often[name] * (turn + 1) // decisions - often[name] * turn // decisions for name in names}
            return [TEMPLATES[name] for name in names for _ in range(share[name])]

        # Before the transaction, what a decision looks at, in one way there and back; within it, everything from the lock on.
        lines += [r"\set n :n + 1", r"\startpipeline", *texts(reads), r"\endpipeline"]
        lines += [r"\startpipeline", "BEGIN ISOLATION LEVEL READ COMMITTED;", *texts(writes), r"\endpipeline"]
        # What all clients write to is written with the word to keep it, as the product does.
        lines += [r"\startpipeline", *texts(["INSERT INTO weight_totals"]), "COMMIT;", r"\endpipeline"]
        lines += texts(["SELECT pg_notify"])
    return "\n".join(lines) + "\n", sum(often.values()) / decisions
