"""`tollgate audit verify` of a log of a million events, everything checked and every decision taken anew.

The log is one real project's history, written a great many times over with other identities: projects, requests and commands get
new names, and what hangs on names (digests of contents, leaves, fingerprints) is made anew. The verifier finds it intact, or
the benchmark fails.
"""
import hashlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile
import time

import harness

EVENTS = int(os.environ.get("AUDIT_EVENTS", 1_000_000))
RULES = harness.BENCHMARKS.parent / "Tests" / "TollgateTests" / "Rules"


def run(report):
    tollgate = harness.build("tollgate")
    memory = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        folder = pathlib.Path(folder)
        one_project(tollgate, folder)
        events = multiply(folder / "tollgate.sqlite", EVENTS)
        measure(report, tollgate, folder, events)


def measure(report, tollgate, folder, events):
    def timed(*arguments):
        before, start = os.times(), time.monotonic()
        done = subprocess.run([tollgate, "audit", *arguments], cwd=folder, stdout=subprocess.PIPE, text=True)
        after, seconds = os.times(), time.monotonic() - start
        processor = after.children_user + after.children_system - before.children_user - before.children_system
        return done, seconds, processor

    done, seconds, processor = timed("verify", "--json")
    found = json.loads(done.stdout)
    if done.returncode != 0 or found["not_reevaluated"] or found["reevaluated"] != found["commands"]:
        raise SystemExit(f"audit: {done.returncode} {found['counts']} {found['findings'][:3]}")
    report.note("events, commands decided anew", f"{found['events']:,}, {found['reevaluated']:,}")
    report.note("file", f"{(folder / 'tollgate.sqlite').stat().st_size / 1e6:,.0f} MB")
    report.at_most("verify a million events", seconds * 1e6 / events, 30, "s")
    report.note("  of which processors worked", f"{processor * 1e6 / events:.1f} s")
    subprocess.run([tollgate, "audit", "keygen", "--name", "bench", "--out", "key"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    _, seconds, _ = timed("checkpoint", "--key", "key")
    report.note("checkpoint of a million events, from nothing", f"{seconds * 1e6 / events:.2f} s")


def one_project(tollgate, folder):
    """A company whose first project is started and has its budget changed with three signatures."""
    shutil.copytree(RULES, folder, dirs_exist_ok=True)

    def do(*arguments):
        subprocess.run([tollgate, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                       env=os.environ | {"TOLLGATE_NOW": "2026-09-01T02:00:00Z"})

    do("init", "--trial", "--admin", "admin")
    do("people", "import", "people.csv")
    do("policy", "publish", "Policies/standard.yaml")
    do("new", "deal", "--title", "Metro", "--as", "zhang", "--set", "customer=Binhai", "--set", "margin=2000000")
    do("submit", "P-1", "start", "--as", "zhang", "--set", "sponsor=wang", "--set", "project_manager=li", "--set",
       "budget=100000", "--set", "finish=2026-12-31", "--set", "milestones=accepted:2026-10-30")
    do("approve", "R-1", "--as", "wang", "-m", "同意")
    do("submit", "P-1", "adjust", "--as", "zhang", "--set", "budget=126000", "--reason", "pilot")
    do("approve", "R-2", "--as", "li")
    do("approve", "R-2", "--as", "wang", "-m", "within reason")


def canonical(value):
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def multiply(path, wanted):
    """Copies the first project until the log has so many events; how many it has."""
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
    events = db.execute("SELECT version, command, body FROM events WHERE stream = 'P-1' ORDER BY version").fetchall()
    commands = [row[1] for row in events]
    requests = db.execute("SELECT * FROM requests ORDER BY number").fetchall()
    columns = [row[1] for row in db.execute("PRAGMA table_info(requests)")]
    record = db.execute("SELECT version, state FROM records WHERE stream = 'P-1'").fetchone()
    project = db.execute("SELECT title, stage, workflow, policy FROM projects").fetchone()
    receipts = db.execute("SELECT id, first_version, last_version FROM commands WHERE stream = 'P-1'").fetchall()
    decisions = db.execute("SELECT * FROM decisions").fetchall()
    places = db.execute("SELECT addressee, request FROM open_places").fetchall()
    digests = {}
    for _, _, body in events:
        said = json.loads(body)["event"].get("request", {}).get("_0", {}).get("submitted")
        if said:
            digests[said["contentDigest"]] = {key: said[key] for key in ["content", "reason", "subject"]}
    count = sequence = db.execute("SELECT max(sequence) FROM events").fetchone()[0]
    for number in range(2, (wanted - count) // len(events) + 3):
        def anew(text):
            for old, new in names:
                text = text.replace(old, new)
            return text

        first = 2 * number - 1
        names = [('"P-1"', f'"P-{number}"'), ('"R-1"', f'"R-{first}"'), ('"R-2"', f'"R-{first + 1}"')]
        names += [(command, f"{number:08x}{command[8:]}") for command in set(commands)]
        names += [(digest, hashlib.sha256(anew(canonical(of).decode()).encode()).hexdigest()) for digest, of in digests.items()]
        orders = {}
        for version, command, body in events:
            body = anew(body.decode()).encode()
            sequence += 1
            said = json.loads(body)
            command = said["envelope"]["command"]
            if "order" in said:
                orders[command] = hashlib.sha256(canonical(said["order"])).digest()
            db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)",
                       (sequence, f"P-{number}", version, command, body, hashlib.sha256(b"\0" + body).digest()))
        for command, begin, end in receipts:
            command = anew(command)
            db.execute("INSERT INTO commands VALUES (?, ?, ?, ?, ?)", (command, orders[command], f"P-{number}", begin, end))
        db.execute("INSERT INTO records VALUES (?, ?, ?)", (f"P-{number}", record[0], anew(record[1].decode()).encode()))
        db.execute("INSERT INTO projects VALUES (?, ?, ?, ?, ?)", (number, *project))
        for row in requests:
            row = dict(zip(columns, row))
            row |= {"number": row["number"] + first - 1, "stream": f"P-{number}", "state": anew(row["state"].decode()).encode()}
            db.execute(f"INSERT INTO requests VALUES ({', '.join('?' * len(columns))})", [row[name] for name in columns])
        db.executemany("INSERT INTO decisions VALUES (?, ?, ?, ?, ?)", [(row[0] + first - 1, *row[1:]) for row in decisions])
        db.executemany("INSERT INTO open_places VALUES (?, ?)", [(who, request + first - 1) for who, request in places])
    db.commit()
    db.close()
    return sequence
