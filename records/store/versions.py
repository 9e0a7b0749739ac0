"""What a version is: a row of history with the stamp of the save that wrote it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from records.models import HISTORY


@dataclass(frozen=True)
class Stamp:
    """What the versions of one save have in common. `by` is an account, or None where the portal itself writes."""

    by: Any
    reason: str = ""
    at: datetime = field(default_factory=timezone.now)


@contextmanager
def stamped(record: Any, stamp: Stamp) -> Iterator[None]:
    """Give every version of the record that is written inside this stamp."""
    given = {"_history_user": stamp.by, "_history_date": stamp.at, "_change_reason": stamp.reason or None}
    for name, value in given.items():
        setattr(record, name, value)
    try:
        yield
    finally:
        for name in given:
            delattr(record, name)


@contextmanager
def unversioned(record: Any) -> Iterator[None]:
    """Write the record and its links inside without a version: that is written once all of them are there."""
    record.skip_history_when_saving = True
    try:
        yield
    finally:
        del record.skip_history_when_saving


@contextmanager
def one_version(record: Any, kind: str, stamp: Stamp) -> Iterator[None]:
    """Write one row of history, "+" or "~", for everything that is written inside."""
    with unversioned(record):
        yield
    with stamped(record, stamp):
        HISTORY.create_historical_record(record, kind)


def version_before(row: Any) -> Any:
    """Return the version before this one, None of the first; by the order of writing, for a clock can be set back."""
    earlier = type(row).objects.filter(id=row.id, history_id__lt=row.history_id)
    return earlier.order_by("-history_id").first()


def title(row: Any) -> str:
    """Return what a removed record was called; its owner may be gone too."""
    try:
        return str(row.instance)
    except ObjectDoesNotExist:
        return str(getattr(row, "name", "") or f"{row.instance._meta.verbose_name} {row.id}")
