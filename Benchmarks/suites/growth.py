"""Whether a decision costs more when the log is long: its median at a thousand, ten thousand, … a million events, on tmpfs."""
import os
import pathlib
import tempfile

import harness

EVENTS = int(os.environ.get("GROWTH_EVENTS", 1_000_000))


def run(report):
    program = harness.build("StoreBenchmark")
    memory = pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        measured = harness.results([program, "growth", pathlib.Path(folder) / "workspace", EVENTS])
    medians = {int(name): each["nanoseconds"] / 1e3 for name, each in measured.items()}
    for events, median in sorted(medians.items()):
        report.note(f"median decision at {events:,} events", f"{median:,.0f} us")
    first, last = min(medians), max(medians)
    report.at_most(f"ratio from {first:,} to {last:,} events", medians[last] / medians[first], 1.5, "")
