"""Reading what nobody should send: the slowest hostile file, a hundred mutated ones, a block of quotes. Goal: 2 CPU seconds each."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ground import demo, say


def cpu(work: Callable[[], Any]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(path: Path) -> None:
    from spreadsheets.errors import UnreadableError
    from spreadsheets.reading import read, read_pasted
    from tests.imports.files import formatted_to_the_end
    from tests.imports.hostile import HOSTILE
    from tests.imports.test_mutations import mutate

    def refused(name: str) -> None:
        try:
            read(path, name)
        except UnreadableError:
            return
        raise AssertionError(name)

    took = {}
    for name, (make, _) in HOSTILE.items():
        path.write_bytes(make())
        took[name] = cpu(lambda name=name: refused(name))
    slowest = max(took, key=took.__getitem__)
    say(
        f"reading {len(took)} hostile files, the slowest: {slowest}",
        seconds=took[slowest],
        all=sum(took.values()),
    )

    path.write_bytes(formatted_to_the_end())
    say("reading a sheet formatted to its last row", seconds=cpu(lambda: read(path)))
    say("reading 100 mutated files", seconds=cpu(lambda: mutate(path, 100, seed=20261123)))
    quotes = ('"' * 1_001 + "\t") * 50 + '"' * 1_000_001
    say("reading a pasted block of quotes", seconds=cpu(lambda: read_pasted(quotes)))


if __name__ == "__main__":
    with demo(0), tempfile.TemporaryDirectory() as folder:
        main(Path(folder) / "upload.xlsx")
