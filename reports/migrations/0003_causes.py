from django.db import migrations

# The causes that the library began with, as they were last before it was renewed.
CAUSES = (
    "盯得不紧。对满意率低的社区，我没有一直盯到见效，责任在我。",
    "过问不够。对民主决策用得少的社区，我过问得不够。",
    "督促不够。对学习少的支部，我督促得不够。",
    "催办不够。对等待谈话的申请人，我催办得不够。",
    "要求不够。对支部学习的到课情况，我要求得不够。",
    "谋划不够。对培养年轻党员，我谋划得不够。",
    "指导不够。对没有活动的两新党组织，我指导得不够。",
    "推动不够。对没有解决的困难，我推动得不够。",
    "安排不够。专题研究党建，我没有做到按月安排。",
    "核对不够。对上年定下的目标，我核对得不够勤。",
)


def fill(apps, schema_editor):
    """Every 街道 opened before gets its library of causes; later ones get theirs with the other local lists."""
    Cause = apps.get_model("reports", "Cause")
    for subdistrict in apps.get_model("communities", "SubDistrict").objects.all():
        Cause.objects.bulk_create(
            Cause(subdistrict=subdistrict, name=cause, order=order) for order, cause in enumerate(CAUSES, start=1)
        )


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_desk")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
