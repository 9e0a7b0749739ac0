from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("run", models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="编号")),
                ("beat_at", models.DateTimeField(verbose_name="最近一次报告")),
                ("queued_as", models.CharField(blank=True, max_length=64, verbose_name="队列中的编号")),
            ],
            options={
                "verbose_name": "后台处理",
                "verbose_name_plural": "后台处理",
            },
        ),
    ]
