"""`tollgate approve` as a whole process against the `sqlite3` shell doing one durable insert, both on 1,000 projects.

The shell opens a file of its own with the same journal and sync, and inserts one row; both take turns.
"""
import pathlib
import shutil
import statistics
import tempfile
import time

import harness

PROJECTS = 1000
TURNS = 40
INSERT = ("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;"
          "INSERT INTO events (body) VALUES (zeroblob(700));")


def run(report):
    product = harness.build("StoreBenchmark")
    tollgate = harness.installed()
    memory = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as prepared:
        prepared = pathlib.Path(prepared)
        harness.run([product, "prepare", prepared / "workspace", PROJECTS])
        harness.run(["sqlite3", prepared / "bare", "CREATE TABLE events (id INTEGER PRIMARY KEY,"
                     f" body BLOB); INSERT INTO events (body) SELECT zeroblob(700) FROM"
                     f" generate_series(1, {PROJECTS});"])
        with tempfile.TemporaryDirectory(dir=harness.BUILD) as folder:
            measure(report, "disk", prepared, pathlib.Path(folder), tollgate)
        if memory.is_dir():
            measure(report, "tmpfs", prepared, prepared, tollgate)


def measure(report, where, prepared, folder, tollgate):
    for name in ["workspace", "bare"]:
        if folder != prepared:
            shutil.copy(prepared / name, folder / name)
    ours, shell = [], []
    for turn in range(TURNS):
        # Each project was begun with one request of its own.
        ours.append(timed([tollgate, "approve", f"R-{2 * (turn + 1)}", "--as", "chen",
                           "--workspace", folder / "workspace"]))
        shell.append(timed(["sqlite3", folder / "bare", INSERT]))
    our_time, shell_time = statistics.median(ours), statistics.median(shell)
    report.note(f"tollgate approve, {where}", f"{our_time:.1f} ms")
    report.note(f"sqlite3 shell, one durable insert, {where}", f"{shell_time:.1f} ms")
    if where == "disk":
        report.at_most("times the sqlite3 shell, disk", our_time / shell_time, 4, "x")
    else:
        report.note(f"times the sqlite3 shell, {where}", f"{our_time / shell_time:.1f} x")


def timed(command):
    """How many milliseconds the process took, from its start to its good end."""
    start = time.perf_counter()
    harness.run(command)
    return (time.perf_counter() - start) * 1000
