"""Proofs about the shipped policies, as a user runs them: start, reading, proving, printing."""
import subprocess
import sys
import time

import harness

ROOT = harness.BENCHMARKS.parent
POLICIES = ROOT / "Policies"
# Noise only slows down.
RUNS = 11


def run(report):
    command = ["swift", "build", "--package-path", str(ROOT), "-c", "release"]
    subprocess.run([*command, "--product", "tollgate"], check=True, stdout=sys.stderr)
    folder = subprocess.run(
        [*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    standard, startup = POLICIES / "presales-standard.yaml", POLICIES / "presales-startup.yaml"
    report.at_most(
        "policy check, standard", fastest(folder, "check", standard) * 1000, 200, "ms")
    report.note("policy check, start-up", f"{fastest(folder, 'check', startup) * 1000:.0f} ms")
    report.note(
        "policy diff, standard to start-up",
        f"{fastest(folder, 'diff', standard, startup) * 1000:.0f} ms")


def fastest(folder, verb, *files):
    """The least seconds that one run took."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run(
            [f"{folder}/tollgate", "policy", verb, *map(str, files)],
            check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - start)
    return min(times)
