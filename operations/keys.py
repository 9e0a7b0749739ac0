"""By which keys of personal data a backup was written, without the keys themselves."""

from collections.abc import Iterable
from datetime import datetime

from django.core.management.base import CommandError
from django.db import connections

from operations.errors import ArchiveError
from operations.manifest import KeyRow
from records.keys import KeySentinel, misfits
from records.registration import refuse_wrong_keys

COLUMNS = ("fingerprint", "sealed", "first_used", "makes_digests", "derived")


def of_database(using: str) -> list[KeyRow]:
    """Return what a database has written down of its keys; nothing where it is older than that table."""
    if KeySentinel._meta.db_table not in connections[using].introspection.table_names():
        return []
    rows = KeySentinel.objects.using(using).order_by("first_used", "pk").values(*COLUMNS)
    return [{**row, "first_used": row["first_used"].isoformat()} for row in rows]


def refuse_others(rows: Iterable[KeyRow]) -> None:
    """Raise `ArchiveError` unless the given keys are those of a manifest."""
    sentinels = []
    for row in rows:
        first_used = datetime.fromisoformat(row["first_used"])
        sentinels.append(KeySentinel(**{**row, "first_used": first_used}))
    _refuse(misfits(sentinels))


def refuse_others_than_of(using: str) -> None:
    """Raise `ArchiveError` unless the given keys open what a database holds.

    This holds also of one that has not written down its keys yet.
    """
    try:
        refuse_wrong_keys(using)
    except CommandError as error:
        _refuse([str(error)])


def _refuse(sentences: list[str]) -> None:
    if sentences:
        reasons = "".join(sentences)
        advice = "恢复要用备份那时的密钥；要换密钥，恢复以后再换。"
        raise ArchiveError(f"备份完好，但现在的密钥打不开它：{reasons}{advice}")
