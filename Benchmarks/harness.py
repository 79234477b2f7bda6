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
    """Builds an executable of Benchmarks/Package.swift for release; its path.

    Not in one file, as the program is installed: libraries are loaded before it that count and record.
    """
    command = ["swift", "build", "--package-path", str(BENCHMARKS), "-c", "release",
               "--static-swift-stdlib", "-Xswiftc", "-Xfrontend", "-Xswiftc",
               # As in Scripts/release.
               "-disable-concrete-type-metadata-mangled-name-accessors"]
    # Otherwise files that were added to the product since the last build would not be seen.
    (BENCHMARKS / "Package.swift").touch()
    subprocess.run([*command, "--product", product], check=True, stdout=sys.stderr)
    folder = subprocess.run(
        [*command, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    return install(f"{folder}/{product}")


def installed():
    """Builds the program and installs it in a folder of the benchmarks, as docs/operator.md does; its path."""
    folder = subprocess.run(
        [str(BENCHMARKS.parent / "Scripts" / "release")], check=True, stdout=subprocess.PIPE,
        text=True).stdout.strip()
    return install(f"{folder}/tollgate")


def install(program):
    """A copy of a program: what the linker wrote is mapped in smaller pieces, and slower by as much as a fifth."""
    target = BUILD / "installed" / pathlib.Path(program).name
    target.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["install", "-m", "755", program, target], check=True)
    return target


def allocation_counter():
    """The library that counts allocations."""
    return library("allocations.c")


def library(source):
    """A C source of this folder as a library to be loaded before a program."""
    return compiled(source, ".so", "-shared", "-fPIC")


def program(source, *libraries):
    """A C source of this folder as a program."""
    return compiled(source, "", *libraries)


def compiled(source, ending, *options):
    """What a C source of this folder compiles to; made anew when it is older than the source."""
    source = BENCHMARKS / source
    target = BUILD / (source.stem + ending)
    if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
        BUILD.mkdir(exist_ok=True)
        compiler = os.environ.get("CC", "cc")
        subprocess.run([compiler, "-O2", "-o", str(target), str(source), *options], check=True)
    return target


def python(*requirements):
    """The interpreter of an environment of its own that holds the packages; made when missing."""
    interpreter = VENV / "bin" / "python"
    if not interpreter.exists():
        venv.create(VENV, with_pip=True)
    subprocess.run(
        [str(interpreter), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
         *requirements], check=True, stdout=sys.stderr)
    return interpreter


def run(command, environment=None):
    """Runs a program to its good end; what it printed."""
    environment = {name: str(value) for name, value in (environment or {}).items()}
    return subprocess.run(
        [str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True,
        env=os.environ | environment).stdout


def processor_seconds(command):
    """Runs a program to its good end; how long the processor worked for it, whoever else it worked for meanwhile."""
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_utime + used.ru_stime


def results(command, environment=None, count_allocations=False):
    """Runs a program that prints lines of JSON with a `name`; what they say, by name."""
    environment = dict(environment or {})
    if count_allocations:
        environment["LD_PRELOAD"] = allocation_counter()
    lines = [json.loads(line) for line in run(command, environment).splitlines()
             if line.startswith("{")]
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

    def exactly(self, label, value, limit, unit=""):
        self._verdict(label, value == limit, value, f"= {limit:g}", unit)

    def _verdict(self, label, kept, value, limit, unit):
        self.failed += not kept
        shown = "not measured" if value is None else f"{value:,.4g} {unit}".rstrip()
        print(f"   {label:<44} {shown:>16}   limit {f'{limit} {unit}':<10} {'pass' if kept else 'FAIL'}")

    def finish(self):
        """How many limits were missed."""
        return self.failed
