"""The expression language against official cel-cpp, by its Python binding, in the same run."""
import harness

# The release that the numbers in the documentation were taken with.
RIVAL = "cel-expr-python==0.1.3"
# Both sides take turns this often, so that a busy moment cannot favour one.
TURNS = 3


def run(report):
    ours = harness.build("CELBenchmark")
    interpreter = harness.python(RIVAL)
    rival = harness.BENCHMARKS / "rivals" / "cel_cpp.py"
    mine, theirs = [], []
    for _ in range(TURNS):
        mine.append(harness.results([ours]))
        theirs.append(harness.results([interpreter, rival]))
    counted = harness.results([ours], count_allocations=True)

    rival_time = harness.fastest(theirs, "evaluate")
    report.note("cel-cpp, evaluate (prepared activation)", f"{rival_time:,.0f} ns/op")
    report.note("  of which the binding (the expression `ok`)",
                f"{harness.fastest(theirs, 'overhead'):,.0f} ns/op")
    report.note("cel-cpp, parse and check",
                f"{harness.fastest(theirs, 'compile') / 1000:,.1f} us")
    for profile, numbers in (("policy", "exact decimals"), ("standard", "doubles")):
        time = harness.fastest(mine, f"evaluate-{profile}")
        report.note(f"Tollgate, evaluate ({profile}, {numbers})", f"{time:,.1f} ns/op")
        report.at_least(f"  times as fast ({profile})", rival_time / time, 10, "x")
        report.at_most(f"  allocations an evaluation ({profile})",
                       counted[f"allocations-{profile}"]["allocations"], 0, "")
        report.at_least("  (the counter sees those of a compilation)",
                        counted[f"control-{profile}"]["allocations"], 1, "")
        report.at_most(f"  parse, check and plan ({profile})",
                       harness.fastest(mine, f"compile-{profile}") / 1000, 30, "us")
