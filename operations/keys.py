"""The keys of personal data by which a backup was written, told without the keys."""

from datetime import datetime
from typing import Any

from django.core.management.base import CommandError
from django.db import connections

from operations.errors import ArchiveError
from records.keys import KeySentinel, misfits
from records.registration import refuse_wrong_keys

COLUMNS = ("fingerprint", "sealed", "first_used", "makes_digests", "derived")


def of_database(using: str) -> list[dict[str, Any]]:
    """What a database has written down of its keys, for a manifest; nothing where it is of a time before."""
    if KeySentinel._meta.db_table not in connections[using].introspection.table_names():
        return []
    rows = KeySentinel.objects.using(using).order_by("first_used", "pk").values(*COLUMNS)
    return [{**row, "first_used": row["first_used"].isoformat()} for row in rows]


def refuse_others(known: list[dict[str, Any]]) -> None:
    """Raise `ArchiveError` unless the given keys are those of a manifest."""
    sentinels = [
        KeySentinel(**{**row, "first_used": datetime.fromisoformat(row["first_used"])}) for row in known
    ]
    _refuse(misfits(sentinels))


def refuse_others_than_of(using: str) -> None:
    """Raise `ArchiveError` unless the given keys open what a database holds, also one of before that knows no keys."""
    try:
        refuse_wrong_keys(using)
    except CommandError as error:
        _refuse([str(error)])


def _refuse(sentences: list[str]) -> None:
    if sentences:
        advice = "恢复要用备份那时的密钥；要换密钥，恢复以后再换。"
        raise ArchiveError(f"备份完好，但现在的密钥打不开它：{''.join(sentences)}{advice}")
