"""Looks at full numbers were versions of the record: they become rows of the audit trail, and the versions go.

A version goes only where it says nothing else: its record's version before says the same in every column and link, at the
same number and no later. Where columns had changed without a version (an order, a name written anew), a signed edition may
print them from the version of the look: that one stays.
"""

from typing import Any

from cryptography.fernet import InvalidToken
from django.db import migrations
from django.db.models import F, TextField
from django.db.models.functions import Cast

from records.ciphers import given, ring_of
from records.personal import EncryptedField

LOOK = "查看完整"  # how the reason of such a version begins; the column's name follows
STAMP = {"history_id", "history_date", "history_type", "history_user", "history_change_reason"}
AT_ONCE = 500


def move_looks(apps: Any, editor: Any) -> None:
    entry = apps.get_model("audit", "Entry")
    for versions in histories(apps):
        looks = versions.objects.filter(history_type="~", history_change_reason__startswith=LOOK).order_by("history_id")
        rows = list(looks.values_list("history_id", "id", "history_date", "history_user_id", "history_change_reason"))
        entry.objects.bulk_create([entry_of(entry, versions, *row) for row in rows], batch_size=AT_ONCE)
        links = links_of(apps, versions)
        surplus = [row[0] for row in rows if says_nothing_else(versions, links, *row[:3])]
        for start in range(0, len(surplus), AT_ONCE):
            part = surplus[start : start + AT_ONCE]
            for link in links:
                link.objects.filter(history__in=part).delete()
            versions.objects.filter(history_id__in=part).delete()


def histories(apps: Any) -> list[Any]:
    """The histories of the kinds of record that have personal data."""
    models = [model for model in apps.get_models() if any(f.name == "history_change_reason" for f in model._meta.fields)]
    return [model for model in models if any(isinstance(f, EncryptedField) for f in model._meta.fields)]


def links_of(apps: Any, versions: Any) -> list[Any]:
    """The histories of many-to-many columns of these records."""
    return [model for model in apps.get_models() if _history_of(model) is versions]


def _history_of(model: Any) -> Any:
    return next((f.related_model for f in model._meta.fields if f.name == "history" and f.is_relation), None)


def entry_of(entry: Any, versions: Any, _: int, key: int, at: Any, user: int | None, reason: str) -> Any:
    """What the table says of such a version."""
    label = f"{versions._meta.app_label}.{versions._meta.object_name.removeprefix('Historical')}"
    called = reason.removeprefix(LOOK)
    column = next((f.name for f in versions._meta.fields if f.verbose_name == called), "")
    return entry(at=at, account_id=user, act="look", model=label, record=key, column=column, what=reason)


def says_nothing_else(versions: Any, links: list[Any], history_id: int, key: int, at: Any) -> bool:
    """Whether the version before, whoever wrote it, says the same."""
    before = versions.objects.filter(id=key, history_id__lt=history_id).exclude(history_type="-")
    previous = before.order_by("-history_id").values_list("history_id", "history_date").first()
    if previous is None or previous[1] > at:
        return False
    return contents(versions, links, previous[0]) == contents(versions, links, history_id)


def contents(versions: Any, links: list[Any], history_id: int) -> list[Any]:
    """Every column of a version, encrypted ones opened, and what its links lead to."""
    encrypted = [f.attname for f in versions._meta.fields if isinstance(f, EncryptedField)]
    plain = [f.attname for f in versions._meta.fields if f.name not in STAMP and f.attname not in encrypted]
    row = versions.objects.filter(history_id=history_id)
    tokens = row.values_list(*(Cast(F(name), TextField()) for name in encrypted)).get()
    linked = [sorted(link.objects.filter(history=history_id).values_list(*ends(link))) for link in links]
    return [row.values_list(*plain).get(), [opened(token) for token in tokens], linked]


def ends(link: Any) -> list[str]:
    """The two columns of a link: the record and what it leads to."""
    return [f.attname for f in link._meta.fields if f.is_relation and f.name != "history"]


def opened(token: str | None) -> str | None:
    """The text; the token itself where no key in use opens it, so that it is like no other."""
    if not token:
        return token
    try:
        return ring_of(given()).decrypt(token.encode()).decode()
    except InvalidToken:
        return token


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_keysentinel"),
        ("audit", "0001_initial"),
        ("communities", "0005_names_as_entered"),
        ("mediation", "0003_names_as_entered"),
        ("members", "0006_names_as_entered"),
        ("services", "0006_names_as_entered"),
    ]

    operations = [migrations.RunPython(move_looks, migrations.RunPython.noop, elidable=True)]
