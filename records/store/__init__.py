"""The one way to write records: nobody else saves, removes or brings back any, or counts their versions.

A save is one version: all rows that it touches (the record, its child rows, its links, the records that
follow it) share one author, one moment and, where the follower does not give its own, one reason. The author
is given, never guessed.
"""

from records.store.bin import removals, removed_records, removed_rows
from records.store.bulk import LinkChange, insert, insert_each, link_inserted, update
from records.store.errors import EditConflictError, GoneError, StillReferencedError, problems
from records.store.saving import Rows, holders, linking_records, lock, remove, restore, revert, save
from records.store.timeline import changes, timeline
from records.store.versions import HistoryRow, Stamp, as_record, title, version_before

__all__ = [
    "EditConflictError",
    "GoneError",
    "HistoryRow",
    "LinkChange",
    "Rows",
    "Stamp",
    "StillReferencedError",
    "as_record",
    "changes",
    "holders",
    "insert",
    "insert_each",
    "link_inserted",
    "linking_records",
    "lock",
    "problems",
    "removals",
    "remove",
    "removed_records",
    "removed_rows",
    "restore",
    "revert",
    "save",
    "timeline",
    "title",
    "update",
    "version_before",
]
