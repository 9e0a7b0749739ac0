"""The library's causes that nobody changed follow the wording that no record denies."""

from hashlib import sha256
from typing import Any

from django.db import migrations
from django.utils import timezone

# The first 16 digits of the SHA-256 of every default cause so far, and whose cause it was.
BEFORE = {
    "c171743f354183cf": "causes.age",
    "2df5130ee5ed8ec9": "causes.attendance",
    "8cd87038802e3cba": "causes.decisions",
    "b5dcf374cbe477a2": "causes.difficulties",
    "ffab18aa5ad5a2ed": "causes.education",
    "5a65f182c3e9c998": "causes.idle_orgs",
    "ec260ead9e819229": "causes.promises",
    "a6cbba49996eaa75": "causes.special_meetings",
    "5b4050132f0d3dca": "causes.two_new",
    "ff4e04701d0c5851": "causes.uneven",
}
# What they became.
SINCE = {
    "causes.uneven": "盯得不紧。对满意率低的社区，我没有一直盯到见效，责任在我。",
    "causes.decisions": "过问不够。对民主决策用得少的社区，我过问得不够。",
    "causes.education": "督促不够。对学习少的支部，我督促得不够。",
    "causes.two_new": "催办不够。对等待谈话的申请人，我催办得不够。",
    "causes.attendance": "要求不够。对支部学习的到课情况，我要求得不够。",
    "causes.age": "谋划不够。对培养年轻党员，我谋划得不够。",
    "causes.idle_orgs": "指导不够。对没有活动的两新党组织，我指导得不够。",
    "causes.difficulties": "推动不够。对没有解决的困难，我推动得不够。",
    "causes.special_meetings": "安排不够。专题研究党建，我没有做到按月安排。",
    "causes.promises": "核对不够。对上年定下的目标，我核对得不够勤。",
}
REASON = "没有改写过，改为新的默认文字"


def renew(apps: Any, schema_editor: Any) -> None:
    Cause, Version = apps.get_model("reports", "Cause"), apps.get_model("reports", "HistoricalCause")
    columns = {field.attname for field in Version._meta.fields}
    rows = list(Cause.objects.all())
    taken = {(row.subdistrict_id, row.name) for row in rows}
    for row in rows:
        key = BEFORE.get(sha256(row.name.encode()).hexdigest()[:16], "")
        name = SINCE.get(key, row.name)
        if (row.subdistrict_id, name) in taken:
            continue
        row.name, row.version = name, row.version + 1
        Cause.objects.filter(pk=row.pk).update(name=row.name, version=row.version)
        kept = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname in columns}
        Version.objects.create(**kept, history_date=timezone.now(), history_type="~", history_change_reason=REASON)


class Migration(migrations.Migration):
    dependencies = [("reports", "0006_problem_limits")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
