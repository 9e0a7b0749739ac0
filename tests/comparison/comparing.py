"""Take both states at the same time, and compare."""

import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from tests.comparison import pictures
from tests.comparison.differences import Difference, compare, count, report
from tests.comparison.states import State

TAKEN = ("figures", "documents", "workbooks", "pages", "imports")  # in one process of a state
PICTURES = "pictures"
KINDS = (PICTURES, *TAKEN)


def compare_states(
    before: Path, after: Path, kinds: Sequence[str] = KINDS, folder: Path | None = None
) -> tuple[bool, str]:
    """Load, take and compare two checkouts; return whether they say the same, and a report."""
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="compared-")))
        states = State("before", before, place), State("after", after, place)
        at_once(State.load, states)
        differences: list[Difference] = []
        pieces: Counter[str] = Counter()
        if PICTURES in kinds:  # before the imports write
            found, pieces[PICTURES] = compared_pictures(states)
            differences += found
        if chosen := [kind for kind in TAKEN if kind in kinds]:
            at_once(lambda state: state.take(chosen), states)
            differences += compare(states[0].archive, states[1].archive)
            pieces += count(states[1].archive)
        return not differences, report(differences, pieces)


def at_once(work, states: Sequence[State]) -> None:
    """Do the same with both states, one beside the other. Raises what the first that fails raises."""
    with ThreadPoolExecutor(len(states)) as pool:
        list(pool.map(work, states))


def compared_pictures(states: Sequence[State]) -> tuple[list[Difference], int]:
    """Return which pictures differ, and how many there are."""
    with pictures.browser() as chromium:
        first, second = [pictures.take(state, chromium) for state in states]
        return pictures.compare(first, second, chromium), count(first)[PICTURES]
