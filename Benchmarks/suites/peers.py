"""The same chain of four approvals by others: SpiffWorkflow and viewflow, each with SQLite and one durable commit an approval.

They check less (no rules, no directory, no log that proves anything), which is to their advantage. Skipped aloud where PyPI cannot be reached.
"""
import os
import pathlib
import subprocess
import tempfile

import harness

PEERS = harness.BENCHMARKS / "peers"
REQUIREMENTS = {"spiff.py": ["SpiffWorkflow==3.2.0"], "viewflow_chain.py": ["django==5.2.19", "django-viewflow==2.4.0"]}
PROJECTS = 50


def run(report):
    try:
        interpreter = harness.python(*(name for names in REQUIREMENTS.values() for name in names))
    except subprocess.CalledProcessError:
        print("   SKIPPED: the peers could not be installed from PyPI")
        return
    product = harness.build("StoreBenchmark")
    folders = {"disk": harness.BUILD}
    if pathlib.Path("/dev/shm").is_dir():
        folders["tmpfs"] = pathlib.Path("/dev/shm")
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    for where, parent in sorted(folders.items(), reverse=True):
        with tempfile.TemporaryDirectory(dir=parent) as folder:
            folder = pathlib.Path(folder)
            harness.run([product, "prepare", folder / "workspace", PROJECTS])
            ours = harness.results([product, "decide", folder / "workspace", PROJECTS])["decide"]["nanoseconds"]
            report.note(f"tollgate, approvals a second, {where}", f"{1e9 / ours:,.0f}")
            for script in REQUIREMENTS:
                (theirs,) = harness.results([interpreter, PEERS / script, folder / script, PROJECTS]).values()
                name = theirs["name"]
                report.note(f"{name}, approvals a second, {where}", f"{1e9 / theirs['nanoseconds']:,.0f}")
                report.note(f"  times as long as tollgate, {where}", f"{theirs['nanoseconds'] / ours:.1f}")
