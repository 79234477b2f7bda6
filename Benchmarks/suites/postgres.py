"""Durable decisions of eight clients of a PostgreSQL server, against pgbench with the same statements written by hand.

Both run on a server in memory with its syncs on. The statements are counted in the server's own log of some decisions, so the
script asks for what a decision asks for, as often, of the same projects in the same order. What is left to the product is its rules, its JSON, its digests and its checks.
"""
import contextlib
import os
import pathlib
import pwd
import shutil
import subprocess
import sys
import tempfile
import time

import harness

sys.path.insert(0, str(harness.BENCHMARKS / "rivals"))
from decision import script  # noqa: E402

CLIENTS = 8
PROJECTS = 640
# Of one project: the chain of four.
DECISIONS = 4
TURNS = 8
# Of each the one of the most usual length: what pgbench writes.
TEXTS = {"event": ("events", "body"), "record": ("records", "state"), "state": ("requests", "state"), "message": ("outbox", "body")}


def run(report):
    programs = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    if not programs or not (programs[-1] / "pgbench").exists():
        report.at_least("share of pgbench with the same statements", None, 60, "%")
        return
    product = harness.build("ServerBenchmark")
    with server(programs[-1]) as (psql, pgbench, log, address):
        harness.run([product, "prepare", address("prepared"), PROJECTS])
        text, statements = counted(product, psql, log, address)
        texts = {name: psql("prepared", f"SELECT convert_from({column}, 'UTF8') FROM {table}"
                            f" ORDER BY abs(length({column}) - (SELECT avg(length({column})) FROM {table})) LIMIT 1")
                 for name, (table, column) in TEXTS.items()}
        mine, theirs = [], []
        for turn in range(TURNS):
            def decide():
                psql("postgres", "CREATE DATABASE ours TEMPLATE prepared")
                mine.append(harness.results([product, "decide", address("ours"), PROJECTS, CLIENTS])["decide"]["nanoseconds"])
                psql("postgres", "DROP DATABASE ours")

            def write():
                psql("postgres", "CREATE DATABASE theirs TEMPLATE prepared")
                theirs.append(pgbench("theirs", text, texts))
                psql("postgres", "DROP DATABASE theirs")

            for side in (decide, write) if turn % 2 == 0 else (write, decide):
                side()
        # All turns of each together: the best of each would be whoever met the machine's best moment.
        ours, pgbenchs = sum(mine) / TURNS, sum(theirs) / TURNS
        report.note("statements of a decision", f"{statements:g}")
        report.note(f"decisions a second, {CLIENTS} clients", f"{1e9 / ours:,.0f}")
        report.note("pgbench, transactions a second", f"{1e9 / pgbenchs:,.0f}")
        report.at_least("share of pgbench with the same statements", 100 * pgbenchs / ours, 60, "%")


def counted(product, psql, log, address):
    """The script of one decision, by what the server was asked for in some."""
    psql("postgres", "CREATE DATABASE counted TEMPLATE prepared", "ALTER DATABASE counted SET log_statement = 'all'")
    before = log.stat().st_size
    harness.run([product, "decide", address("counted"), 40, 1])
    time.sleep(0.2)
    return script(log.read_bytes()[before:].decode(), 40, DECISIONS)


@contextlib.contextmanager
def server(programs):
    """A server in memory: how to ask it, how to let pgbench loose on it, its log, and the address of a database."""
    memory = pathlib.Path("/dev/shm")
    folder = pathlib.Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    prefix = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        prefix = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    log = folder / "log"
    try:
        subprocess.run([*prefix, programs / "initdb", "-D", folder / "data", "-U", "tollgate", "--auth=trust", "-E", "UTF8", "--locale=C"],
                       check=True, stdout=subprocess.DEVNULL, cwd=folder)
        with log.open("wb") as output:
            process = subprocess.Popen([*prefix, programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses="],
                                       stdout=output, stderr=output, cwd=folder)

        def psql(database, *statements):
            command = [programs / "psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "tollgate", "-d", database]
            if database == "prepared":
                statements = ("SET search_path = tollgate", *statements)
            for statement in statements:
                command += ["-c", statement]
            return subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder).stdout.strip()

        def pgbench(database, text, texts):
            path = folder / "decision.sql"
            path.write_text(text)
            each = PROJECTS // CLIENTS
            command = [programs / "pgbench", "-n", "-M", "prepared", "-c", CLIENTS, "-j", CLIENTS, "-t", each, "-f", path, "-h", folder,
                       "-U", "tollgate", "-D", "n=0", "-D", "v=100000", "-D", "chain=0", "-D", f"clients={CLIENTS}", *(f"-D{name}={value}" for name, value in texts.items()), database]
            out = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, cwd=folder,
                                 env=os.environ | {"PGOPTIONS": "-c search_path=tollgate"}).stdout
            rate = next(line for line in out.splitlines() if line.startswith("tps = "))
            if f"processed: {each * CLIENTS}/{each * CLIENTS}" not in out:
                raise SystemExit(f"postgres: {out}")
            return 1e9 / (DECISIONS * float(rate.split()[2]))

        for _ in range(200):
            with contextlib.suppress(subprocess.CalledProcessError):
                psql("postgres", "CREATE DATABASE prepared")
                break
            time.sleep(0.1)
        yield psql, pgbench, log, lambda database: f"postgres:///{database}?host={folder}&user=tollgate"
        process.terminate()
        process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
