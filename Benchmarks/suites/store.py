"""Durable decisions of one process against a bare SQLite loop that runs the very same statements.

The loop is C: it replays what SQLite was asked while the decisions were taken, every statement prepared and every value
in memory. What is left to the product is its rules, its JSON, its digests and its checks.

Decisions are taken by as many threads as there are processors, as a server takes them; the loop has one, since SQLite
has one writer. The share of one thread stands beside it.
"""
import os
import pathlib
import shutil
import tempfile

import harness

# Four people sign for each project.
PROJECTS = {"tmpfs": 250, "disk": 20}
# Both sides take turns this often, so that a busy moment cannot favour one.
TURNS = 5


def run(report):
    product = harness.build("StoreBenchmark")
    recorder = harness.library("rivals/sqlite_record.c")
    replay = harness.program("rivals/sqlite_replay.c", "-lsqlite3")
    folders = {"disk": harness.BUILD}
    if pathlib.Path("/dev/shm").is_dir():
        folders["tmpfs"] = pathlib.Path("/dev/shm")
    for where, parent in sorted(folders.items(), reverse=True):
        with tempfile.TemporaryDirectory(dir=parent) as folder:
            measure(report, where, pathlib.Path(folder), product, recorder, replay)
    if "tmpfs" not in folders:
        report.at_least("share of the bare loop, tmpfs", None, 40, "%")


def measure(report, where, folder, product, recorder, replay):
    prepared, file, record = folder / "prepared", folder / "workspace", folder / "record"
    projects = str(PROJECTS[where])
    harness.run([product, "prepare", prepared, projects])
    decide = [product, "decide", file, projects]
    together = [*decide, str(os.cpu_count())]

    shutil.copy(prepared, file)
    harness.results(decide, {"LD_PRELOAD": recorder, "SQLITE_RECORD": record})
    mine, alone, theirs = [], [], []
    for _ in range(TURNS):
        shutil.copy(prepared, file)
        mine.append(harness.results(together))
        shutil.copy(prepared, file)
        alone.append(harness.results(decide))
        shutil.copy(prepared, file)
        theirs.append(harness.results([replay, file, record]))
    our_time, bare_time = harness.fastest(mine, "decide"), harness.fastest(theirs, "replay")
    report.note(f"decisions a second, {where}", f"{1e9 / our_time:,.0f}")
    report.note(f"share of the bare loop, {where}, one thread",
                f"{100 * bare_time / harness.fastest(alone, 'decide'):.0f} %")
    report.note(f"bare loop, transactions a second, {where}", f"{1e9 / bare_time:,.0f}")
    share = 100 * bare_time / our_time
    if where == "tmpfs":
        report.at_least("share of the bare loop, tmpfs", share, 40, "%")
        count_syncs(report, folder, prepared, file, decide)
    else:
        report.note(f"share of the bare loop, {where}", f"{share:.0f} %")


def count_syncs(report, folder, prepared, file, decide):
    shutil.copy(prepared, file)
    log = folder.parent / (folder.name + ".log")
    try:
        faults = harness.library("../Tests/Faults/faults.c")
        decisions = harness.results(
            decide, {"LD_PRELOAD": faults, "FAULT_FOLDER": folder, "FAULT_LOG": log})
        calls = log.read_text().split("\n")
    finally:
        log.unlink(missing_ok=True)
    count = decisions["decide"]["decisions"]
    report.exactly("durable commits a decision (syncs of the file)",
                   calls.count("sync workspace") / count, 1)
    report.note("  syncs in all, with the journal's and its folder's",
                f"{sum(call.startswith('sync ') for call in calls) / count:g} a decision")
