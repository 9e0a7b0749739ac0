from django.db import migrations, models

MEANT_AS_MEAN = ("targets.home_visit_households", "targets.deeds_per_member")


def keep_meaning(apps, schema_editor):
    """These two were judged by their mean so far, in every version of them."""
    for name in ("Target", "HistoricalTarget"):
        apps.get_model("reports", name).objects.filter(key__in=MEANT_AS_MEAN).update(by_mean=True)


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0008_name_order'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicaltarget',
            name='by_mean',
            field=models.BooleanField(default=False, help_text='勾选后按平均数核对，不要求每月、每次、每名都达到', verbose_name='按平均数核对'),
        ),
        migrations.AddField(
            model_name='target',
            name='by_mean',
            field=models.BooleanField(default=False, help_text='勾选后按平均数核对，不要求每月、每次、每名都达到', verbose_name='按平均数核对'),
        ),
        migrations.AlterField(
            model_name='annualreport',
            name='reporter',
            field=models.CharField(blank=True, help_text='不填则取领导班子中统计日在任的党工委书记', max_length=50, verbose_name='述职人'),
        ),
        migrations.AlterField(
            model_name='historicalannualreport',
            name='reporter',
            field=models.CharField(blank=True, help_text='不填则取领导班子中统计日在任的党工委书记', max_length=50, verbose_name='述职人'),
        ),
        migrations.RunPython(keep_meaning, migrations.RunPython.noop),
    ]
