"""Run every benchmark in two states in turn, and say how many times the first's seconds the second takes."""

import os
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

ROUNDS = 3
LINE = re.compile(r"^\d{4}-\d\d-\d\d  (?P<name>[^:]+): (?P<values>.*)$", re.MULTILINE)
VALUE = re.compile(r"(\S+) (\d+\.\d\d)(?=  |$)")
Measured = dict[str, list[float]]  # by line and key, one of each round


def run(before: Path, after: Path, scale: int) -> None:
    """Run and print; an alternation, so that whatever else the machine does falls on both.

    `scale` is that of the demo, for those that measure on one of a scale.
    """
    for bench in sorted(path.name for path in (after / "tests/benchmarks").glob("bench_*.py")):
        measured: tuple[Measured, Measured] = (defaultdict(list), defaultdict(list))
        for _ in range(ROUNDS):
            for tree, found in zip((before, after), measured, strict=True):
                add(found, printed(tree, bench, scale))
        for key in measured[0].keys() & measured[1].keys():
            old, new = (median(found[key]) for found in measured)
            print(f"{bench}  {key}: {old:.2f} → {new:.2f}  {new / old if old else 1:.2f} times", flush=True)


def printed(tree: Path, bench: str, scale: int) -> str:
    """Return what one benchmark of a checkout prints."""
    program = tree / "tests/benchmarks" / bench
    scaled = [str(scale)] if "scale()" in program.read_text(encoding="utf-8") else []
    done = subprocess.run(
        [sys.executable, program, *scaled], cwd=tree, capture_output=True, text=True, env=environment()
    )
    if done.returncode:
        print(f"{tree}: {bench} failed\n{done.stderr[-2000:]}", flush=True)
    return done.stdout


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTHONPATH")}


def add(measured: Measured, lines: str) -> None:
    for line in LINE.finditer(lines):
        for key, value in VALUE.findall(line["values"]):
            measured[f"{line['name']} {key}"].append(float(value))
