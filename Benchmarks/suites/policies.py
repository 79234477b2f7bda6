"""Loading and checking policies, and refusing files made to stall a reader."""
import harness


def run(report):
    program = harness.build("PolicyBenchmark")
    measured = harness.results([program, harness.BENCHMARKS.parent])
    for name in ("standard", "startup"):
        report.at_most(f"load and check presales-{name}.yaml",
                       measured[f"load-{name}"]["nanoseconds"] / 1e6, 5, "ms")
    report.note("  of which the workflow",
                f"{measured['load-workflow']['nanoseconds'] / 1e6:,.2f} ms")
    for name, line in measured.items():
        if name.startswith("hostile-"):
            report.at_most(f"refuse {name.removeprefix('hostile-')}",
                           line["nanoseconds"] / 1e6, 100, "ms")
