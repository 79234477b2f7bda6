"""The back-test of a recorded history, as a user runs it: start, reading, judging, printing."""
import harness

ROOT = harness.BENCHMARKS.parent
LOGS = ROOT.parent / "shared" / "data" / "bpi2020"
# Noise only slows down.
RUNS = 7


def run(report):
    tollgate = harness.build("tollgate")
    for log, events, limit in (
            ("DomesticDeclarations", "55,628 events", 1.0), ("RequestForPayment", "36,072 events", None)):
        path = LOGS / f"{log}.xes.gz"
        if not path.exists():
            report.note(log, "skipped, because the shared data is not here")
            continue
        best = min(once(tollgate, path) for _ in range(RUNS))
        if limit:
            report.at_most(f"{log}, {events}", best, limit, "s")
        else:
            report.note(f"{log}, {events}", f"{best:.3f} s")


def once(tollgate, log):
    return harness.processor_seconds(
        [tollgate, "backtest", log, "--policy", ROOT / "Policies" / "expenses-university.yaml",
         "--mapping", ROOT / "Mappings" / "bpi2020.yaml"])
