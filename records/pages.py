"""The pages of one kind of record: its declaration, and the views that show it."""

from typing import ClassVar

from django.urls import URLPattern, path

from records import editing, removing, views
from records.declaration import Beside, Declaration

__all__ = ["Beside", "RecordPages"]


class RecordPages(Declaration):
    """Declare a model's pages by subclassing; `urls()` gives them all.

    A model with a `parent` is entered on its parent's form: it has a list and an export, and its rows lead
    there. What is shown, asked for and allowed is documented at `Declaration`, attribute by attribute. Every
    view may be replaced by a subclass of the one named here.
    """

    # ── Reading ─────────────────────────────────────────────────────────────
    #: 查询区, table and totals.
    list_view: ClassVar[type[views.RecordView]] = views.RecordList
    #: The filtered list as a workbook.
    export_view: ClassVar[type[views.RecordView]] = views.RecordExport
    #: One record with its child rows and its history.
    detail_view: ClassVar[type[views.RecordView]] = views.RecordDetail
    #: One full value of personal data.
    reveal_view: ClassVar[type[views.RecordView]] = views.RecordReveal

    # ── Writing ─────────────────────────────────────────────────────────────
    #: The form of a new record.
    create_view: ClassVar[type[views.RecordView]] = editing.RecordCreate
    #: The form of a new record that starts from another one.
    copy_view: ClassVar[type[views.RecordView]] = editing.RecordCopy
    #: The form of a record that is changed.
    edit_view: ClassVar[type[views.RecordView]] = editing.RecordEdit
    #: What of a form is on record already, asked by a script while it is filled in.
    alike_view: ClassVar[type[views.RecordView]] = editing.RecordAlike

    # ── Removing ────────────────────────────────────────────────────────────
    #: The question before a record is removed, and its removal.
    delete_view: ClassVar[type[views.RecordView]] = removing.RecordDelete
    #: 回收站.
    removed_view: ClassVar[type[views.RecordView]] = removing.RemovedList
    #: Bringing a record back from 回收站.
    restore_view: ClassVar[type[views.RecordView]] = removing.RecordRestore

    @classmethod
    def urls(cls) -> list[URLPattern]:
        """Return the addresses of all pages, each named after the model and the page: `visit-list`."""
        pages = [
            ("", "list", cls.list_view),
            ("export.xlsx", "export", cls.export_view),
        ]
        if not cls.parent:
            pages += [
                ("new/", "create", cls.create_view),
                ("alike/", "alike", cls.alike_view),
                ("removed/", "removed", cls.removed_view),
                ("removed/<int:history_id>/", "restore", cls.restore_view),
                ("<int:pk>/", "detail", cls.detail_view),
                ("<int:pk>/edit/", "edit", cls.edit_view),
                ("<int:pk>/copy/", "copy", cls.copy_view),
                ("<int:pk>/delete/", "delete", cls.delete_view),
                ("<int:pk>/reveal/<slug:field>/", "reveal", cls.reveal_view),
            ]
        name = str(cls.model._meta.model_name)
        return [
            path(f"{name}/{route}", view.as_view(pages=cls), name=f"{name}-{page}")
            for route, page, view in pages
        ]
