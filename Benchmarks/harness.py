"""What all benchmarks share: building, running, counting allocations, Python rivals, verdicts."""
import json
import os
import pathlib
import subprocess
import sys
import venv

BENCHMARKS = pathlib.Path(__file__).resolve().parent
BUILD = BENCHMARKS / ".build"
VENV = BENCHMARKS / ".venv"


def build(product):
    """Builds an executable of Benchmarks/Package.swift for release; its path."""
    command = ["swift", "build", "--package-path", str(BENCHMARKS), "-c", "release"]
    # Otherwise files that were added to the product since the last build would not be seen.
    (BENCHMARKS / "Package.swift").touch()
    subprocess.run([*command, "--product", product], check=True, stdout=sys.stderr)
    folder = subprocess.run(
        [*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return pathlib.Path(folder) / product


def allocation_counter():
    """The library that counts allocations, compiled when it is not yet there."""
    source, library = BENCHMARKS / "allocations.c", BUILD / "allocations.so"
    if not library.exists() or library.stat().st_mtime < source.stat().st_mtime:
        BUILD.mkdir(exist_ok=True)
        compiler = os.environ.get("CC", "cc")
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    return library


def python(*requirements):
    """The interpreter of an environment of its own that holds the packages; made when missing."""
    interpreter = VENV / "bin" / "python"
    if not interpreter.exists():
        venv.create(VENV, with_pip=True)
    subprocess.run(
        [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         *requirements], check=True, stdout=sys.stderr)
    return interpreter


def results(command, count_allocations=False):
    """Runs a program that prints lines of JSON with a `name`; what they say, by name."""
    environment = dict(os.environ)
    if count_allocations:
        environment["LD_PRELOAD"] = str(allocation_counter())
    output = subprocess.run(
        [str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True,
        env=environment).stdout
    lines = [json.loads(line) for line in output.splitlines() if line.startswith("{")]
    return {line["name"]: line for line in lines}


def fastest(runs, name):
    """The least nanoseconds that any of the runs measured for the name."""
    return min(run[name]["nanoseconds"] for run in runs)


class Report:
    """Collects what a benchmark measured and says whether it keeps its limits."""

    def __init__(self, name):
        self.failed = 0
        print(f"== {name}")

    def note(self, label, text):
        """Something measured that has no limit."""
        print(f"   {label:<44} {text}")

    def at_most(self, label, value, limit, unit):
        self._verdict(label, value is not None and value <= limit, value, f"<= {limit:g}", unit)

    def at_least(self, label, value, limit, unit):
        self._verdict(label, value is not None and value >= limit, value, f">= {limit:g}", unit)

    def _verdict(self, label, kept, value, limit, unit):
        self.failed += not kept
        shown = "not measured" if value is None else f"{value:,.4g} {unit}".rstrip()
        print(f"   {label:<44} {shown:>16}   limit {f'{limit} {unit}':<10} {'pass' if kept else 'FAIL'}")

    def finish(self):
        """How many limits were missed."""
        return self.failed
