"""Proofs about the shipped policies, as a user runs them: start, reading, proving, printing."""
import harness

ROOT = harness.BENCHMARKS.parent
POLICIES = ROOT / "Policies"
# Noise only slows down.
RUNS = 11


def run(report):
    tollgate = harness.build("tollgate")
    standard, startup = POLICIES / "presales-standard.yaml", POLICIES / "presales-startup.yaml"
    report.at_most(
        "policy check, standard", fastest(tollgate, "check", standard) * 1000, 200, "ms")
    report.note("policy check, start-up", f"{fastest(tollgate, 'check', startup) * 1000:.0f} ms")
    report.note(
        "policy diff, standard to start-up",
        f"{fastest(tollgate, 'diff', standard, startup) * 1000:.0f} ms")


def fastest(tollgate, verb, *files):
    """The least seconds that one run took."""
    return min(
        harness.processor_seconds([tollgate, "policy", verb, *files]) for _ in range(RUNS))
