"""Inbox, status, reports and search over 100,000 projects in a workspace file, each as a whole process.

The workspace is made once, which takes some minutes, and kept in the build folder.
"""
import json
import os
import statistics
import time

import harness

PROJECTS = int(os.environ.get("REPORT_PROJECTS", 100_000))
# Noise only slows down.
RUNS = 9
NOW = "2026-03-10T02:00:00Z"


def run(report):
    tollgate = harness.build("tollgate")
    workspace = prepared(harness.build("RequestBenchmark"))
    report.note("workspace", f"{PROJECTS:,} projects, {workspace.stat().st_size / 1e6:,.0f} MB")
    middle = PROJECTS // 2
    for label, command, count in [
            ("inbox", ["inbox", "--as", "s7"], ("requests", PROJECTS // 50 // 100)),
            ("status of a project that is over", ["status", f"P-{middle // 50 * 50 + 1}"], None),
            ("status of a project under way", ["status", f"P-{middle // 50 * 50 + 40}"], None),
            ("report overdue", ["report", "overdue"], ("rows", 200)),
            ("lessons search, a common word", ["lessons", "search", "投标"], ("lessons", 20)),
            ("lessons search, filtered", ["lessons", "search", "投标", "--lost"], ("lessons", 20)),
            ("lessons search, two words", ["lessons", "search", "投标 价格"], ("lessons", 20)),
            ("lessons search, a rare word", ["lessons", "search", "ipad"], ("lessons", 20)),
            ("lessons search, a rare and a common word", ["lessons", "search", "ipad 无此词"],
             ("lessons", 20)),
    ]:
        command = [tollgate, *command, "--workspace", workspace, "--lang", "en"]
        if count:
            name, lines = count
            answer = json.loads(harness.run([*command, "--json"], {"TOLLGATE_NOW": NOW}))
            # Otherwise something else was measured.
            report.exactly(f"{label}: lines", len(answer[name]), lines)
        taken = [timed(command) for _ in range(RUNS)]
        report.note(f"{label}, by the clock", f"{statistics.median(taken):.1f} ms")
        os.environ["TOLLGATE_NOW"] = NOW
        best = min(harness.processor_seconds(command) for _ in range(RUNS)) * 1000
        report.at_most(label, best, 100, "ms")
    for name in ["drift", "workload", "cycle-time", "pipeline"]:
        command = [tollgate, "report", name, "--workspace", workspace, "--lang", "en"]
        best = min(harness.processor_seconds(command) for _ in range(3)) * 1000
        report.note(f"report {name}", f"{best:,.0f} ms")


def timed(command):
    """How many milliseconds the process took, from its start to its good end."""
    start = time.perf_counter()
    harness.run(command, {"TOLLGATE_NOW": NOW})
    return (time.perf_counter() - start) * 1000


def prepared(program):
    """The workspace, made anew when the program that makes it is newer."""
    workspace = harness.BUILD / f"reports-{PROJECTS}.sqlite"
    if not workspace.exists() or workspace.stat().st_mtime < program.stat().st_mtime:
        workspace.unlink(missing_ok=True)
        started = workspace.with_suffix(".part")
        started.unlink(missing_ok=True)
        harness.run([program, "sales", started, PROJECTS])
        started.rename(workspace)
    return workspace
