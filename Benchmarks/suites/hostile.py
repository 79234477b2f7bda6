"""Expressions made to take time, memory or stack: each must be over within 100 ms and 64 MB."""
import subprocess

import harness

MILLISECONDS = 100
MEGABYTES = 64
# What only the slowest of are listed by name.
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
            report.at_most(f"{name} (ended with {error.returncode})", None, MILLISECONDS, "ms")
            continue
        best = min(turns, key=lambda turn: turn["milliseconds"])
        worst.append(best)
        if best["milliseconds"] > MILLISECONDS:
            report.at_most(f"{name}: {best['result']}", best["milliseconds"], MILLISECONDS, "ms")
        if best["megabytes"] > MEGABYTES:
            report.at_most(f"{name}: {best['result']}", best["megabytes"], MEGABYTES, "MB")
    worst.sort(key=lambda turn: -turn["milliseconds"])
    for turn in worst[:SHOWN]:
        report.note(f"{turn['name']}", f"{turn['milliseconds']:6.1f} ms {turn['megabytes']:6.1f} MB  {turn['result']}")
    report.at_most(f"slowest of {len(names)}", worst[0]["milliseconds"], MILLISECONDS, "ms")
    report.at_most(f"largest of {len(names)}",
                   max(turn["megabytes"] for turn in worst), MEGABYTES, "MB")
