"""Anything kept by the office: its columns, its history, and what its kind says of itself."""

from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from typing import Any, ClassVar, NamedTuple, Self
from uuid import uuid4

from django.db import models
from simple_history import manager
from simple_history.models import HistoricalRecords

from access.guard import allow_everything
from records.derived import Derived
from records.likeness import Likeness
from records.models.belonging import refuse_absence
from records.models.querysets import RecordQuerySet


class HistoryManager(manager.HistoryManager):
    """A manager whose class is made once, not whenever history is read or written."""

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet], class_name: str | None = None
    ) -> type[models.Manager]:
        return super().from_queryset(queryset_class, class_name)


HISTORY = HistoricalRecords(inherit=True, excluded_fields=["submission"], history_manager=HistoryManager)


class Follower(NamedTuple):
    """A record that changes because another one was saved: changed, locked and not yet written.

    `reason` stands in its history; empty, it is that of the other one's save.
    """

    record: "Record"
    reason: str = ""


class Record(models.Model):
    """Anything kept by the office. Its history is kept whole: who, when, what."""

    #: The lookup that leads to the 街道.
    subdistrict_path: ClassVar[str] = "subdistrict"
    #: The lookup that leads to the 社区; None where there can be none.
    community_path: ClassVar[str | None] = "community"
    #: Everybody of the 街道 reaches it.
    is_shared: ClassVar[bool] = False
    #: There are too many to scroll through: forms ask for the name.
    named_by_hand: ClassVar[bool] = False
    #: The column that names a private person.
    private_name: ClassVar[str] = ""
    #: Other columns that tell of a private person, besides those encrypted.
    private: ClassVar[tuple[str, ...]] = ()
    #: Nothing of a record leaves with a report, and only its own pages say whom it is about.
    is_confidential: ClassVar[bool] = False
    #: By what two records say the same, where not by the unique constraints.
    alike: ClassVar[tuple[Likeness, ...]] = ()
    #: Some of its columns follow from the rows below it (`follow_rows`).
    follows_rows: ClassVar[bool] = False
    _history_m2m_fields: ClassVar[list[str]] = []
    # The columns as they were read, and what they held.
    _stored: tuple[Collection[str], Collection[object]] = ((), ())

    version = models.PositiveIntegerField("版本", default=1, editable=False)
    # Lasting and the same in every office's database: a form sent twice is one record, and a row of Excel
    # finds its own.
    submission = models.UUIDField("记录编号", default=uuid4, null=True, unique=True, editable=False)
    history = HISTORY

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[object], **kwargs: Any
    ) -> Self:
        record = super().from_db(db, field_names, values, **kwargs)
        record._stored = (field_names, values)  # two references: thousands of records are read at once
        return record

    def stored_values(self) -> dict[str, Any]:
        """Return what each column held when the record was read, by attname; empty of a new record."""
        return dict(zip(*self._stored, strict=False))

    def changes(self, *names: str) -> bool:
        """Say whether saving would change one of these columns: true of a new record, not of one restored.

        A rule that came later than some records is asked only of what a save changes: `if
        self.changes("date", "org")`.
        """
        before = self.stored_values()
        attnames = [self._meta.get_field(name).attname for name in names]
        return any(name not in before or before[name] != getattr(self, name) for name in attnames)

    def keep_as_stored(self) -> None:
        """Take what the record holds now for what is stored: nothing of it is changed by bringing it back."""
        names = [field.attname for field in self._meta.concrete_fields]
        self._stored = (names, [getattr(self, name) for name in names])

    def compare_with(self, current: "Record") -> None:
        """Take what is on record now for what this record, made of an earlier version, would change."""
        self._stored = current._stored

    def take_over(self, current: "Record") -> None:
        """Take from the record as it is now what other records tell of it: there is no version of that."""

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Check the constraints, of columns as they would be written."""
        for field in self._meta.fields:
            if isinstance(field, Derived):
                field.refresh(self)
        with allow_everything():
            super().validate_constraints(exclude=exclude)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Ask the rules of the kind, which hold for all records of the 街道, whoever reaches them."""
        with allow_everything():
            super().full_clean(*args, **kwargs)

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        with allow_everything():
            super().validate_unique(exclude=exclude)

    def hold(self) -> None:
        """Wait for others who write what this record follows from; called before any row is locked."""

    @classmethod
    def together(cls, records: Sequence["Record"]) -> AbstractContextManager[None]:
        """Write these records inside, or take them away: what follows from several is right afterwards.

        There are such columns in `Interdependent` kinds only.
        """
        return nullcontext()

    def followers(self, *, is_new: bool) -> Sequence[Follower]:
        """Return other records that change because this one was just written, for the store to write as well.

        `is_new` says whether the record was not on record before; `changes` still tells what the save
        changed.
        """
        return ()

    @property
    def told_apart(self) -> str:
        """The record's name with what tells namesakes apart."""
        return str(self)

    def clean(self) -> None:
        super().clean()
        refuse_absence(self)

    def follow_rows(self, rows: Sequence["Record"]) -> None:
        """Fill in what follows from the rows entered below it; raise where something stands against that."""

    def warnings(self) -> list[str]:
        """Say what is unusual about the record but may be so: shown, never refused."""
        return []

    def refuse_removal(self) -> None:
        """Raise `ValidationError` where a rule stands against taking the record away."""

    def refuse_unasked(self) -> None:
        """Raise at a change about which the form asks more: an import does not ask."""
