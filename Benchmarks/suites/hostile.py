"""Expressions made to take time, memory or stack: each must be over within 100 ms and 64 MB."""
import subprocess

import harness

# `milliseconds` to compile and evaluate, `explaining` to evaluate once more and keep the steps.
LIMITS = [("milliseconds", 100, "ms"), ("explaining", 100, "ms"), ("megabytes", 64, "MB")]
# Only the slowest of are listed by name.
SHOWN = 12
TURNS = 3


def run(report):
    program = harness.build("HostileBenchmark")
    names = subprocess.run([program], check=True, capture_output=True, text=True).stdout.split()
    worst = []
    for name in names:
        try:
            turns = [harness.results([program, name])[name] for _ in range(TURNS)]
        except subprocess.CalledProcessError as error:
            report.at_most(f"{name} (ended with {error.returncode})", None, LIMITS[0][1], "ms")
            continue
        best = {key: min(turn[key] for turn in turns) for key in turns[0]}
        worst.append(best)
        for key, limit, unit in LIMITS:
            if best[key] > limit:
                report.at_most(f"{name}, {key}: {best['result']}", best[key], limit, unit)
    worst.sort(key=lambda turn: -turn["milliseconds"])
    for turn in worst[:SHOWN]:
        report.note(
            turn["name"], f"{turn['milliseconds']:6.1f} ms, explained in {turn['explaining']:6.1f} ms, "
            f"{turn['megabytes']:6.1f} MB: {turn['result']}")
    for key, limit, unit in LIMITS:
        report.at_most(
            f"most {key} of {len(names)}", max(turn[key] for turn in worst), limit, unit)
