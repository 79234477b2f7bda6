"""`tollgate policy impact` over 100,000 requests in a workspace file, as a user runs it.

The workspace is made once, which takes some minutes, and kept in the build folder.
"""
import os
import re
import time

import harness

PROJECTS, EACH = 2_000, 50
# Noise only slows down.
RUNS = 3


def run(report):
    tollgate = harness.build("tollgate")
    workspace = prepared(harness.build("RequestBenchmark"))
    folder = harness.BUILD / "impact"
    folder.mkdir(exist_ok=True)
    for path, text in policy(harness.BENCHMARKS.parent).items():
        target = folder / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)
    command = [tollgate, "policy", "impact", folder / "Policies" / "wider.yaml",
               "--workspace", workspace, "--lang", "en"]
    said = harness.run(command).splitlines()[0]
    best = min(elapsed(command) for _ in range(RUNS))
    report.note("it said", said)
    report.exactly("requests", int(said.split()[0]), PROJECTS * EACH)
    report.note("processors", os.cpu_count())
    report.at_most("policy impact, elapsed", best, 10, "s")


def elapsed(command):
    """Seconds until it is done: it works on all processors."""
    start = time.monotonic()
    harness.run(command)
    return time.monotonic() - start


def prepared(program):
    """The workspace, made anew when the program that makes it is newer."""
    workspace = harness.BUILD / "impact.sqlite"
    if not workspace.exists() or workspace.stat().st_mtime < program.stat().st_mtime:
        workspace.unlink(missing_ok=True)
        started = workspace.with_suffix(".part")
        started.unlink(missing_ok=True)
        harness.run([program, "prepare", started, PROJECTS, EACH])
        started.rename(workspace)
    return workspace


def policy(root):
    """The documents of the small company by path, the policy with a layer on top that widens a limit."""
    source = (root / "Tests" / "TestKit" / "SmallCompany.swift").read_text()
    texts = re.findall(r'file: "([\w.-]+)",\s+text: """\n(.*?)\n {6}"""', source, re.S)
    documents = {name: re.sub(r"(?m)^ {6}", "", text) + "\n" for name, text in texts}
    return {
        "Workflows/small.yaml": documents["small.yaml"],
        "Policies/wider.yaml": documents["small-policy.yaml"].replace(
            "escalation: 20%", "escalation: 30%"),
    }
