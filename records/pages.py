"""The pages of one kind of record, declared: what stands in its list, its form, its query and who may open them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.forms import modelform_factory
from django.urls import URLPattern, path, reverse

from access.roles import PageKind, Reader, may_read, may_write
from records import editing, removing, views
from records.children import Children
from records.columns.links import names_within
from records.columns.registry import column_of
from records.forms import RecordForm, natural_field
from records.models import Record


@dataclass(frozen=True)
class Beside:
    """Other records to be looked at together with one; `remark` tells of those whose names its reader may not see."""

    title: str
    records: Sequence[tuple[str, str]]  # each as a text, and where it is read
    remark: str = ""


class RecordPages:
    """Declare a model's pages by subclassing; `urls()` gives them all.

    A model with a `parent` is entered on its parent's form: it has a list and an export, and its rows lead there.
    """

    model: ClassVar[type[Record]]
    form: ClassVar[type[RecordForm]] = RecordForm
    detail_view: ClassVar[type[views.RecordView]] = views.RecordDetail
    columns: ClassVar[list[str]]
    sections: ClassVar[list[tuple[str, list[str]]]] = []
    children: ClassVar[list[Children]] = []
    filters: ClassVar[list[str]] = []
    search: ClassVar[list[str]] = []
    totals: ClassVar[list[str]] = []
    keep: ClassVar[list[str]] = []  # fields that 保存并新增 carries over
    parent: ClassVar[str] = ""
    further: ClassVar[
        list[tuple[str, str]]
    ] = []  # pages of its own that a record has besides: name, and what they do
    intro: ClassVar[str] = ""  # what the records are for, shown while there are none
    kind: ClassVar[PageKind] = PageKind.RECORDS  # which roles may open them: `access.roles.RIGHTS`
    whole_subdistrict_writes: ClassVar[bool] = (
        False  # only somebody who reaches the whole 街道 may change these
    )

    @classmethod
    def name(cls) -> str:
        return str(cls.model._meta.verbose_name)

    @classmethod
    def label(cls) -> str:
        """The kind's lasting name: `visits.visit`."""
        return cls.model._meta.label_lower

    @classmethod
    def fields(cls) -> list[str]:
        return [name for _, names in cls.sections for name in names] or cls.columns

    @classmethod
    def form_sections(cls) -> list[tuple[str, list[str]]]:
        """The fields of the form under their headings; it may ask for more than the record holds."""
        return cls.sections

    @classmethod
    def queryset(cls, reader: Reader) -> QuerySet:
        """The records within reach, with what the columns need already fetched."""
        return cls.with_columns(cls.model._default_manager.visible_to(reader), cls.columns)  # type: ignore[attr-defined]

    @classmethod
    def with_columns(cls, rows: QuerySet, names: list[str]) -> QuerySet:
        linked = [column for name in names if (column := column_of(cls.model, name)).linked]
        keys = [column for column in linked if not column.several]
        named = [
            f"{column.name}__{name}"
            for column in keys
            for name in names_within(column.field.related_model, editable=True)
        ]
        rows = rows.select_related(
            *[column.name for column in keys], *named
        )  # what is named may name its own 社区 or 党组织
        return rows.prefetch_related(*[column.name for column in linked if column.several])

    @classmethod
    def beside(cls, record: Any, reader: Reader) -> Beside | None:
        """What says the same as this record or of the same person; None where nothing does."""
        return None

    @classmethod
    def heading(cls, record: Any) -> str:
        """What a record's page is called."""
        return str(record)

    @classmethod
    def further_of(cls, record: Any) -> list[tuple[str, str]]:
        """The further pages that this record has."""
        return cls.further

    @classmethod
    def form_class(cls) -> Any:
        return modelform_factory(
            cls.model, form=cls.form, fields=cls.fields(), formfield_callback=natural_field
        )

    @classmethod
    def may_read(cls, reader: Reader) -> bool:
        """Say whether somebody may open the pages, by role; those without 社区 only by reaching the whole 街道."""
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
        """Whether a column of the form, or of its child rows, is kept behind a mask."""
        shown = [(cls.model, cls.fields()), *((kind.model, kind.fields) for kind in cls.children)]
        return any(column_of(model, name).personal for model, names in shown for name in names)

    @classmethod
    def url(cls, page: str, *args: Any) -> str:
        return reverse(f"{cls.model._meta.app_label}:{cls.model._meta.model_name}-{page}", args=args)

    @classmethod
    def url_of(cls, record: models.Model) -> str:
        """Where one record is read: its own page, or its parent's."""
        if not cls.parent:
            return cls.url("detail", record.pk)
        link = column_of(cls.model, cls.parent).field
        owner = link.related_model._meta
        return reverse(f"{owner.app_label}:{owner.model_name}-detail", args=[getattr(record, link.attname)])

    @classmethod
    def urls(cls) -> list[URLPattern]:
        name = str(cls.model._meta.model_name)
        pages: list[tuple[str, str, type[views.RecordView]]] = [
            ("", "list", views.RecordList),
            ("export.xlsx", "export", views.RecordExport),
        ]
        if not cls.parent:
            pages += [
                ("new/", "create", editing.RecordCreate),
                ("alike/", "alike", editing.RecordAlike),
                ("removed/", "removed", removing.RemovedList),
                ("removed/<int:history_id>/", "restore", removing.RecordRestore),
                ("<int:pk>/", "detail", cls.detail_view),
                ("<int:pk>/edit/", "edit", editing.RecordEdit),
                ("<int:pk>/copy/", "copy", editing.RecordCopy),
                ("<int:pk>/delete/", "delete", removing.RecordDelete),
                ("<int:pk>/reveal/<slug:field>/", "reveal", views.RecordReveal),
            ]
        return [
            path(f"{name}/{route}", view.as_view(pages=cls), name=f"{name}-{page}")
            for route, page, view in pages
        ]
