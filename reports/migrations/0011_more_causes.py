"""The library offers two causes for each kind of problem: those that were there before follow, the others join."""

from typing import Any

from django.db import migrations
from django.utils import timezone

# What the default causes that changed became.
SINCE = {
    "盯得不紧。对满意率低的社区，我没有一直盯到见效，责任在我。": "下去得少。对满意率低的社区，我去得不勤、问得不细，责任在我。",
    "安排不够。专题研究党建，我没有做到按月安排。": "摆得不够重。忙起来的月份，我先放下的是党建专题会。",
}
MORE = (
    "办法不多。对满意率低的社区，我提要求多，帮着想办法少。",
    "教得不实。怎么议、怎么决，我没有到社区去教。",
    "没有逐个去看。学习少的支部，我没有挨个去听一次课。",
    "分工不清。两新组织的申请由谁去谈，我没有定到人。",
    "协调不够。要几家一起办的困难，我出面协调得少。",
    "没有定日子。党建专题会我没有定下固定的日子。",
    "联系不够。党建指导员去了几次、办了什么，我过问得少。",
    "安排不合适。学习放在什么时候，我没有听党员的意见。",
    "找人不够。青年居民和退役军人里的苗子，我去发现得少。",
    "定得不细。目标由谁做、哪个月做，我定得不细。",
)
CHANGED = "没有改写过，改为新的默认文字"
ADDED = "原因库增加的默认原因"


def renew(apps: Any, schema_editor: Any) -> None:
    Cause = apps.get_model("reports", "Cause")
    of_office: dict[int, list[Any]] = {}
    for row in Cause.objects.order_by("order", "pk"):
        of_office.setdefault(row.subdistrict_id, []).append(row)
    for subdistrict, rows in of_office.items():
        names = {row.name for row in rows}
        for row in rows:
            name = SINCE.get(row.name)
            if name is not None and name not in names:
                row.name, row.version = name, row.version + 1
                row.save()
                keep(apps, row, "~", CHANGED)
        last = rows[-1].order
        for place, name in enumerate((name for name in MORE if name not in names), start=1):
            row = Cause.objects.create(subdistrict_id=subdistrict, name=name, order=last + place)
            keep(apps, row, "+", ADDED)


def keep(apps: Any, row: Any, kind: str, reason: str) -> None:
    """Keep a version of it, as a save does."""
    Version = apps.get_model("reports", "HistoricalCause")
    columns = {field.attname for field in Version._meta.fields}
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname in columns}
    Version.objects.create(**kept, history_date=timezone.now(), history_type=kind, history_change_reason=reason)


class Migration(migrations.Migration):
    dependencies = [("reports", "0010_wording")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
