"""Show that two states of the project say the same of the same demo: `scripts/compare COMMIT [LATER]`.

Exits 1 if anything differs that is neither chance nor wanted (`allowed.py`).
"""

import argparse
import sys
from contextlib import ExitStack
from pathlib import Path

from tests.comparison import benches
from tests.comparison.comparing import KINDS, compare_states
from tests.comparison.states import ROOT, checkout


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/compare", description="Compare two states of the project by what they say of the demo."
    )
    parser.add_argument("commit", help="the state before")
    parser.add_argument(
        "later", nargs="?", help="the state after; the working tree as it is where none is given"
    )
    parser.add_argument(
        "--only", action="append", choices=KINDS, help="take only this; may be given several times"
    )
    parser.add_argument("--folder", type=Path, help="keep the databases and what was taken here")
    parser.add_argument(
        "--bench", action="store_true", help="run the benchmarks of both in turn instead, three times"
    )
    parser.add_argument(
        "--scale",
        type=int,
        default=50,
        help="of the demo that the benchmarks measure on, 50 as by themselves",
    )
    return parser.parse_args()


def main() -> int:
    chosen = arguments()
    with ExitStack() as stack:
        before = stack.enter_context(checkout(chosen.commit))
        after = stack.enter_context(checkout(chosen.later)) if chosen.later else ROOT
        if chosen.bench:
            benches.run(before, after, chosen.scale)
            return 0
        equal, said = compare_states(before, after, tuple(chosen.only or KINDS), chosen.folder)
    print(said)
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
