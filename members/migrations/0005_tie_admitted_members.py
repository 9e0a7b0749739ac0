"""Tie the admitted of the time before the link to their records in the roster of members.

By the same ID number; where one of the two has none, by the same name in the same 党组织. Only where exactly one of each
is meant, and nothing else of them differs: all others are left to the list 已接收未转入党员名册. The versions before take
the link as well, so that taking an import back does not untie them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

BATCH = 500


def pairs(admitted: Iterable[Any], members: Iterable[Any], key: Callable[[Any], Any]) -> list[tuple[Any, Any]]:
    """Those that share a key with one of the other kind, and with none of their own."""
    groups: dict[Any, tuple[list[Any], list[Any]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((admitted, members)):
        for row in rows:
            if (found := key(row)) is not None:
                groups[found][side].append(row)
    return [(mine[0], theirs[0]) for mine, theirs in groups.values() if len(mine) == len(theirs) == 1]


def by_number(row: Any) -> Any:
    return (row.subdistrict_id, row.id_no_digest) if row.id_no_digest else None


def by_name(row: Any) -> Any:
    return row.org_id, row.name


def agree(applicant: Any, member: Any) -> bool:
    """Whether two of the same name can be one person, one of them without an ID number."""
    if applicant.id_no_digest and member.id_no_digest:
        return False
    if applicant.birth_date and member.birth_date and applicant.birth_date != member.birth_date:
        return False
    if member.joined_on and member.joined_on < applicant.applied_on:
        return False
    return applicant.gender == member.gender


def tie(apps: Any, editor: Any) -> None:
    Applicant, Member = apps.get_model("members", "Applicant"), apps.get_model("members", "Member")
    needed = ("pk", "subdistrict_id", "org_id", "name", "gender", "birth_date", "id_no_digest")
    admitted = list(Applicant.objects.filter(admitted_on__isnull=False).only(*needed, "applied_on", "member_id"))
    members = list(Member.objects.only(*needed, "joined_on"))
    tied = {applicant.member_id for applicant in admitted if applicant.member_id}
    done = []
    found = [*pairs(admitted, members, by_number), *[pair for pair in pairs(admitted, members, by_name) if agree(*pair)]]
    for applicant, member in found:
        if applicant.member_id is None and member.pk not in tied:
            applicant.member_id = member.pk
            tied.add(member.pk)
            done.append(applicant)
    Applicant.objects.bulk_update(done, ["member"], batch_size=BATCH)
    link = Applicant.objects.filter(pk=OuterRef("id")).values("member_id")
    apps.get_model("members", "HistoricalApplicant").objects.update(member_id=Subquery(link))


class Migration(migrations.Migration):
    dependencies = [("members", "0004_applicant_member")]

    operations = [migrations.RunPython(tie, migrations.RunPython.noop)]
