"""One request under the shipped standard policy: its measures, tables and steps, and who may sign in each place."""
import harness


def run(report):
    program = harness.build("RequestBenchmark")
    measured = harness.results([program, "route", harness.BENCHMARKS.parent])
    report.at_most("route one request", measured["route"]["nanoseconds"] / 1e3, 20, "us")
