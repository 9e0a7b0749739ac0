from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0001_form_draft'),
    ]

    operations = [
        migrations.CreateModel(
            name='KeySentinel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=64, unique=True, verbose_name='指纹')),
                ('sealed', models.TextField(verbose_name='试样')),
                ('first_used', models.DateTimeField(verbose_name='开始使用')),
                ('makes_digests', models.BooleanField(verbose_name='用于查找')),
                ('derived', models.BooleanField(verbose_name='由 SECRET_KEY 推出')),
            ],
            options={
                'verbose_name': '密钥',
                'verbose_name_plural': '密钥',
            },
        ),
    ]
