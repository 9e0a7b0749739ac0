"""What was under way when the portal was stopped for this has no run: its page says that it was interrupted."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_take_alike"),
    ]

    operations = [
        migrations.RemoveField(model_name="batch", name="worker"),
        migrations.AddField(
            model_name="batch",
            name="run",
            field=models.CharField(blank=True, default="", max_length=32, verbose_name="处理编号"),
            preserve_default=False,
        ),
    ]
