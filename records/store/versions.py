"""Versions: rows of history with the stamp of the save that wrote them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

from access.guard import allow_everything
from access.roles import Reader
from records.models import HISTORY, Record


class HistoryRow(Protocol):
    """A row of the history of some kind of record, with the columns of that kind besides."""

    objects: ClassVar[models.Manager]
    pk: int

    id: int  # the key of the record
    history_id: int  # the order of writing
    history_type: str  # "+" entered, "~" changed, "-" removed
    history_date: datetime
    history_user_id: int | None
    history_user: Any  # an account; None where the portal itself wrote
    history_change_reason: str | None

    @property
    def instance(self) -> Any:
        """The record as it was, of the kind whose history this is."""


@dataclass(frozen=True)
class Stamp:
    """The author, reason and moment of the versions of one save; of the portal itself `by` is None."""

    by: Reader | None
    reason: str = ""
    at: datetime = field(default_factory=timezone.now)


@contextmanager
def with_stamp(record: Record, stamp: Stamp) -> Iterator[None]:
    """Give every version of the record that is written inside this stamp."""
    attributes = {
        "_history_user": stamp.by,
        "_history_date": stamp.at,
        "_change_reason": stamp.reason or None,
    }
    for name, value in attributes.items():
        setattr(record, name, value)
    try:
        yield
    finally:
        for name in attributes:
            delattr(record, name)


@contextmanager
def without_version(record: Any) -> Iterator[None]:
    """Write the record and its links inside without a version: that is written once all of them are there."""
    record.skip_history_when_saving = True
    try:
        yield
    finally:
        del record.skip_history_when_saving


@contextmanager
def one_version(record: Record, kind: str, stamp: Stamp) -> Iterator[None]:
    """Write one row of history, "+" or "~", for everything that is written inside."""
    with without_version(record):
        yield
    with with_stamp(record, stamp):
        HISTORY.create_historical_record(record, kind)


def as_record(row: HistoryRow) -> Any:
    """Return the record as it was at a version; what its history leaves out is read of the record itself."""
    with allow_everything():
        return row.instance


def version_before(row: HistoryRow) -> HistoryRow | None:
    """Return the version written before this one, whatever the clock says; None of the first."""
    earlier = type(row).objects.filter(id=row.id, history_id__lt=row.history_id)
    return earlier.order_by("-history_id").first()


def title(row: HistoryRow) -> str:
    """Return what a removed record was called; its owner may be gone too."""
    try:
        return str(as_record(row))
    except ObjectDoesNotExist:
        return str(getattr(row, "name", "") or f"{as_record(row)._meta.verbose_name} {row.id}")
