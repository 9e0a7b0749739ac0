"""Meetings of the 党工委 are the 街道's own; those on record twice, with it and without, are marked and joined by nobody."""

from django.db import migrations, models

import meetings.models

AT_ONCE = 500


def tell(apps, schema_editor):
    committees = list(apps.get_model("members", "PartyOrg").objects.filter(kind="work_committee").values_list("pk", flat=True))
    Meeting = apps.get_model("meetings", "Meeting")
    for model in (Meeting, apps.get_model("meetings", "HistoricalMeeting")):
        model.objects.filter(org_id__isnull=False).exclude(org_id__in=committees).update(of_office=False)
    twins = _twins(Meeting)
    for start in range(0, len(twins), AT_ONCE):
        Meeting.objects.filter(pk__in=twins[start : start + AT_ONCE]).update(in_doubt=True)


def _twins(Meeting):
    """All but one of those that say the same: the one that names no 召开单位 stays, else the first."""
    held = Meeting.objects.filter(of_office=True).order_by(models.F("org_id").asc(nulls_first=True), "pk")
    met, again = set(), []
    for pk, *meeting in held.values_list("pk", "subdistrict_id", "date", "kind", "topic"):
        if tuple(meeting) in met:
            again.append(pk)
        met.add(tuple(meeting))
    return again


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_name_order"),
        ("members", "0003_name_order"),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalmeeting',
            name='in_doubt',
            field=models.BooleanField(default=False, editable=False, verbose_name='重复待核'),
        ),
        migrations.AddField(
            model_name='historicalmeeting',
            name='of_office',
            field=meetings.models.HeldByOffice(default=True, editable=False, verbose_name='街道召开'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='in_doubt',
            field=models.BooleanField(default=False, editable=False, verbose_name='重复待核'),
        ),
        migrations.AddField(
            model_name='meeting',
            name='of_office',
            field=meetings.models.HeldByOffice(default=True, editable=False, verbose_name='街道召开'),
        ),
        migrations.RunPython(tell, migrations.RunPython.noop),
    ]
