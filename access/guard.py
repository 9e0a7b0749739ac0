"""Queries of records that nobody narrowed by a reach fail while a page is answered.

The guard is on for every request (`access.middleware.ReachGuard`), and asked by
`records.models.RecordQuerySet` before it goes to the database. A query says that it means all records by
`everywhere()`; what Django itself asks of all of them, such as unique constraints, runs inside
`allow_everything()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_is_on: ContextVar[bool] = ContextVar("reach_guard_is_on", default=False)


class MissingReachError(Exception):
    """A query of records that nobody narrowed by a reach."""


def is_on() -> bool:
    return _is_on.get()


@contextmanager
def require_reach() -> Iterator[None]:
    """Let queries without a reach fail inside."""
    token = _is_on.set(True)
    try:
        yield
    finally:
        _is_on.reset(token)


@contextmanager
def allow_everything() -> Iterator[None]:
    """Let queries of all records pass inside: for what must hold for all of them, and shows none."""
    token = _is_on.set(False)
    try:
        yield
    finally:
        _is_on.reset(token)
