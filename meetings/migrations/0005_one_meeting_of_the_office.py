"""One meeting of the 街道, with the 党工委 as 召开单位 or without, is one record; those marked before stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0002_alter_leader_options"),
        ("meetings", "0004_held_by_office"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="meeting", name="meeting_of_office"),
        migrations.AddIndex(
            model_name='meeting',
            index=models.Index(condition=models.Q(('in_doubt', True)), fields=['subdistrict'], name='meeting_in_doubt'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.UniqueConstraint(condition=models.Q(('in_doubt', False), ('of_office', True)), fields=('subdistrict', 'date', 'kind', 'topic'), name='meeting_of_office', violation_error_message='街道当天已有同一类型、同一主题的会议（召开单位不填和填党工委是同一次）'),
        ),
    ]
