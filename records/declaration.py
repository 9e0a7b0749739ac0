"""What a kind of record declares of its pages, without the views (`records.pages.RecordPages`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import QuerySet
from django.forms import modelform_factory
from django.urls import reverse

from access.roles import PageKind, Reader, may_read, may_write
from records.children import Children
from records.columns.links import names_within
from records.columns.registry import column_of, columns_of
from records.forms import RecordForm, natural_field
from records.models import Record


@dataclass(frozen=True)
class Beside:
    """Other records to be looked at together with one."""

    title: str
    #: Each as a text, and the address where it is read.
    records: Sequence[tuple[str, str]]
    #: A sentence on those whose names the reader may not see.
    remark: str = ""


class Declaration:
    """The columns, sections, filters and rights of the pages of one kind of record."""

    # ── What is shown ───────────────────────────────────────────────────────
    #: The kind of record; its `verbose_name` is the title of the pages, its label their address.
    model: ClassVar[type[Record]]
    #: The columns of the list: fields, and methods or annotations with a `label`.
    #: The first one leads to the record.
    columns: ClassVar[list[str]]
    #: The fields of form and detail under their headings.
    #: Without any, form and export have the columns of the list.
    sections: ClassVar[list[tuple[str, list[str]]]] = []
    #: Rows below a record, which are entered on its form.
    children: ClassVar[list[Children]] = []
    #: The model's key to the kind on whose form its rows are entered: then it has a list and an export only.
    parent: ClassVar[str] = ""
    #: What the records are for; shown while there are none.
    intro: ClassVar[str] = ""
    #: Pages of its own that a record has besides: the name of the address, and the label of the button.
    further: ClassVar[list[tuple[str, str]]] = []

    # ── What a list is asked for ────────────────────────────────────────────
    #: The fields that a list is narrowed by, in the order of its form.
    filters: ClassVar[list[str]] = []
    #: The texts in which words are searched for, of linked records too (`org__name`).
    #: Without any there is no box for words.
    search: ClassVar[list[str]] = []
    #: The numbers that are summed up over what a query has found.
    totals: ClassVar[list[str]] = []

    # ── How it is entered ───────────────────────────────────────────────────
    #: The class that `form_class` makes the form of.
    form: ClassVar[type[RecordForm]] = RecordForm
    #: The fields whose values 保存并新增 carries over to the next form.
    keep: ClassVar[list[str]] = []

    # ── Who may open it ─────────────────────────────────────────────────────
    #: What the pages are about, which says which roles may open them (`access.roles.RIGHTS`).
    kind: ClassVar[PageKind] = PageKind.RECORDS
    #: Only somebody who reaches the whole 街道 may change these records.
    whole_subdistrict_writes: ClassVar[bool] = False

    @classmethod
    def name(cls) -> str:
        """Return the title of the pages: 走访."""
        return str(cls.model._meta.verbose_name)

    @classmethod
    def label(cls) -> str:
        """Return the kind's lasting name: `visits.visit`."""
        return cls.model._meta.label_lower

    @classmethod
    def fields(cls) -> list[str]:
        """Return the fields of the form and of the export, in their order."""
        names = [name for _, section in cls.sections for name in section]
        return names or cls.columns

    @classmethod
    def form_sections(cls) -> list[tuple[str, list[str]]]:
        """Return the fields of the form under their headings; it may ask for more than the record holds."""
        return cls.sections

    @classmethod
    def form_class(cls) -> type[RecordForm]:
        """Make the form of the model's fields."""
        form = modelform_factory(
            cls.model, form=cls.form, fields=cls.fields(), formfield_callback=natural_field
        )
        return cast(type[RecordForm], form)

    # ── Records ─────────────────────────────────────────────────────────────
    @classmethod
    def queryset(cls, reader: Reader) -> QuerySet:
        """Return the records within reach, with what the columns need already fetched."""
        rows = cls.model._default_manager.visible_to(reader)  # type: ignore[attr-defined]
        return cls.with_columns(rows, cls.columns)

    @classmethod
    def with_columns(cls, rows: QuerySet, names: list[str]) -> QuerySet:
        """Fetch what these columns name together with the rows."""
        keys, many = [], []
        for column in columns_of(cls.model, names):
            if column.several:
                many.append(column.name)
            elif column.linked:
                keys.append(column.name)
                # what is named may name its own 社区 or 党组织
                own = names_within(column.field.related_model, editable=True)
                keys += [f"{column.name}__{name}" for name in own]
        return rows.select_related(*keys).prefetch_related(*many)

    @classmethod
    def heading(cls, record: Any) -> str:
        """Return the heading of a record's page."""
        return str(record)

    @classmethod
    def beside(cls, record: Any, reader: Reader) -> Beside | None:
        """Return what says the same as this record or of the same person; None where nothing does."""
        return None

    @classmethod
    def further_of(cls, record: Any) -> list[tuple[str, str]]:
        """Return the further pages that this record has."""
        return cls.further

    # ── Rights ──────────────────────────────────────────────────────────────
    @classmethod
    def may_read(cls, reader: Reader) -> bool:
        """Say whether somebody may open the pages: by role, and of kinds without 社区 by a whole 街道."""
        if cls.model.community_path is None and not reader.record_reach.is_whole:
            return False
        return may_read(reader, cls.kind)

    @classmethod
    def may_write(cls, reader: Reader) -> bool:
        """Say whether somebody may enter records; those of the 街道 itself only by reaching all of it."""
        if cls.parent or not may_write(reader, cls.kind):
            return False
        is_own = cls.whole_subdistrict_writes or cls.model.community_path is None
        if is_own and not reader.record_reach.is_whole:
            return False
        return cls.may_read(reader)

    @classmethod
    def has_personal_data(cls) -> bool:
        """Say whether a column of the form, or of its child rows, is kept behind a mask."""
        columns = columns_of(cls.model, cls.fields())
        for kind in cls.children:
            columns += columns_of(kind.model, kind.fields)
        return any(column.personal for column in columns)

    # ── Addresses ───────────────────────────────────────────────────────────
    @classmethod
    def url(cls, page: str, *args: object) -> str:
        """Return the address of one of the pages by its name: `list`, `detail` with a key, …"""
        return reverse(f"{cls.model._meta.app_label}:{cls.model._meta.model_name}-{page}", args=args)

    @classmethod
    def url_of(cls, record: models.Model) -> str:
        """Return where one record is read: its own page, or its parent's."""
        if not cls.parent:
            return cls.url("detail", record.pk)
        link = column_of(cls.model, cls.parent).field
        owner = link.related_model._meta
        return reverse(f"{owner.app_label}:{owner.model_name}-detail", args=[getattr(record, link.attname)])
