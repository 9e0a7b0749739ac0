"""Each 街道 that is there already gets the usual rules of 组织生活, none of which holds before it says from when."""

from typing import Any

from django.db import migrations
from django.utils import timezone

REGULATION = "《中国共产党支部工作条例（试行）》"
RULES = (
    ("assembly", "quarter", "every", f"{REGULATION}第十一条：一般每季度召开一次"),
    ("committee", "month", "committee", f"{REGULATION}第十二条：一般每月召开一次"),
    ("group", "month", "groups", f"{REGULATION}：一般每月召开一次"),
    ("lecture", "quarter", "every", "全国没有统一次数，各地多为每季度一次，由街道自定"),
    ("theme_day", "month", "every", f"{REGULATION}：每月相对固定一天"),
    ("organisation_life", "year", "every", f"{REGULATION}：每年至少召开一次"),
    ("appraisal", "year", "every", f"{REGULATION}：每年开展一次"),
)
REASON = "常用的组织生活规定，等街道填写执行起始日期"


def give(apps: Any, schema_editor: Any) -> None:
    SubDistrict = apps.get_model("communities", "SubDistrict")
    OrgLifeRule = apps.get_model("meetings", "OrgLifeRule")
    for subdistrict in SubDistrict.objects.order_by("pk").values_list("pk", flat=True):
        for kind, per, who, source in RULES:
            columns = {"kind": kind, "per": per, "who": who, "source": source}
            rule = OrgLifeRule.objects.create(subdistrict_id=subdistrict, **columns)
            keep(apps, rule)


def keep(apps: Any, row: Any) -> None:
    """Keep its first version, as a save does."""
    Version = apps.get_model("meetings", "HistoricalOrgLifeRule")
    columns = {field.attname for field in Version._meta.fields}
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.fields if field.attname in columns}
    Version.objects.create(**kept, history_date=timezone.now(), history_type="+", history_change_reason=REASON)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_names_as_entered"),
        ("meetings", "0008_plans_attendance_and_rules"),
    ]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
