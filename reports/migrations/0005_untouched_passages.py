"""Passages that nobody reworded lose their copy of the default, and follow the default of the year from now on."""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import product
from math import prod
from typing import Any

from django.db import migrations
from django.utils import timezone

# Every default text of every version that could have been saved, with its key: the first 16 digits of the SHA-256 of both.
DEFAULTS = frozenset("""
    01f5904a372a9e88 04efb29289531dcb 0c1ad566fcf6a462 11a348e76954978a 190e438c19fde4cc 195d57b895026667
    1c3385218d663f6e 1cadefd7125f01b9 2011889d2b3fd057 325cda24ae32deef 35a5fac61d218c83 3ca3b87560c8fbc6
    42be0eece8b061e6 46420c057f445044 469641462ef8afd9 4d2a38f25df253b1 4e8b69065fd35a05 4f233f1f932d9375
    5019b12ccd9403cd 53e78a86fe3f6e8e 57e8440431332df2 5a44483d6c9aadc9 5c0b927a8116b32a 5caf1e9f90b5fece
    5dbb258a6d82a2a0 68c971bf0319182f 76247c33bdd282a3 776198e77146126c 7ca07a4977d09b6a 80369924e8ce2359
    822d9947229086fa 84e725bc3417d0b2 87180d9e6117e131 89942cf8041b4766 8a2ccf007d7c7c7a 8a4ee03a81798d7b
    8cbe32ca1bbd6dc5 8fa9ad07f0e166f7 959be09b9631a72d 95e6e68f2a3539d9 97eb05116ef5aa4b 99b3bb8aaf63c778
    9a78e3c468efe388 9c6bbd6fc2a74b87 a0e085dac9e97398 a5826a6e6725e710 aa30135ab24ee217 ab20605939232cb1
    acd2826f9c148a11 ad7a45905b8e4567 b2747188390008ad b298b47fd8a24e83 b3749d7fe5ae89cb b9812dfb9b150633
    c0d8fb3d8f22d37f c8b4329fb7147a16 db40e171c5fb2910 e9e462c7da0b1d06 ec29a0c2f3269511 ed450a052d7728b4
    f5adf0b3de914e9c f669e56bfecd96c1 f9969ceb2eccbcfe fd623bf22d783752
""".split())  # fmt: skip
RENEWED = re.compile(r"\{(campaign|brand)\}")  # what starting a year anew put in the place of a name
MOST = 4096  # ways to put the names back that are tried for one text
REASON = "没有改写过，改为随默认文字"
AT_ONCE = 500


def let_go(apps: Any, schema_editor: Any) -> None:
    """In reports of every year and stage; editions keep what was signed. Each change is a version, so the history stays true."""
    Passage = apps.get_model("reports", "Passage")
    rows = list(Passage.objects.exclude(text=None).select_related("report"))
    names = _names(apps)
    found = [row for row in rows if is_default(row.key, row.text, names.get(row.report.subdistrict_id, {}))]
    for row in found:
        row.text, row.version = None, row.version + 1
    Passage.objects.bulk_update(found, ["text", "version"], batch_size=AT_ONCE)
    _keep_versions(apps, found)


def is_default(key: str, text: str, names: dict[str, set[str]]) -> bool:
    """The text is a default of that key, or one that starting a year anew has changed a name in."""
    return any(sha256(f"{key}\n{said}".encode()).hexdigest()[:16] in DEFAULTS for said in _before_renewal(text, names))


def _before_renewal(text: str, names: dict[str, set[str]]) -> Iterator[str]:
    """The text, and all it may have been with names where now tokens stand."""
    pieces = RENEWED.split(text)
    choices = [[f"{{{kind}}}", *sorted(names.get(kind, ()))] for kind in pieces[1::2]]
    if prod(map(len, choices)) > MOST:
        yield text
        return
    for chosen in product(*choices):
        between = [*chosen, ""]
        yield "".join(said + name for said, name in zip(pieces[::2], between, strict=True))


def _names(apps: Any) -> dict[int, dict[str, set[str]]]:
    """By 街道: the names its campaigns and brands have or ever had."""
    found: dict[int, dict[str, set[str]]] = {}
    for app, model, kind in (("meetings", "Campaign", "campaign"), ("services", "Brand", "brand")):
        for source in (model, f"Historical{model}"):
            for office, name in apps.get_model(app, source).objects.values_list("subdistrict_id", "name").distinct():
                found.setdefault(office, {}).setdefault(kind, set()).add(name)
    return found


def _keep_versions(apps: Any, rows: list[Any]) -> None:
    Version, now = apps.get_model("reports", "HistoricalPassage"), timezone.now()
    columns = {field.attname for field in Version._meta.fields}
    kept = [field.attname for field in apps.get_model("reports", "Passage")._meta.fields if field.attname in columns]
    Version.objects.bulk_create(
        (
            Version(
                **{name: getattr(row, name) for name in kept},
                history_date=now,
                history_type="~",
                history_change_reason=REASON,
            )
            for row in rows
        ),
        batch_size=AT_ONCE,
    )


def take_back(apps: Any, schema_editor: Any) -> None:
    """A column that takes no NULL needs a text again: the default of today."""
    from reports.outline.defaults import DEFAULTS as TODAY

    for name in ("Passage", "HistoricalPassage"):
        untouched = apps.get_model("reports", name).objects.filter(text=None)
        for key in untouched.order_by().values_list("key", flat=True).distinct():
            untouched.filter(key=key).update(text=TODAY.get(key, ""))


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_passage_text_may_be_untouched"),
        ("meetings", "0001_initial"),
        ("services", "0001_initial"),
    ]
    operations = [migrations.RunPython(let_go, take_back)]
