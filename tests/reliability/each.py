"""Commands of `manage.py`, given as JSON, one after the other in one process; each ends with its status between two NULs."""

import json
import sys

from portal.commandline import run


def status_of(arguments: list[str]) -> int:
    try:
        return run(["manage.py", *arguments])
    except SystemExit as ended:
        return int(ended.code or 0)


for command in json.loads(sys.argv[1]):
    status = status_of(command)
    for stream in (sys.stdout, sys.stderr):
        print(f"\0{status}\0", end="", file=stream, flush=True)
