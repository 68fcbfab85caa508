"""What a counselor could read of a stream, stored beside it. It is unknown of those from before, until they are read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0010_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="stream",
            name="completed_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="stream",
            name="readable",
            field=models.CharField(blank=True, default="?", editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name="stream",
            name="reviews",
            field=models.TextField(blank=True, default="?", editable=False),
        ),
        migrations.AlterField(
            model_name="stream",
            name="readable",
            field=models.CharField(blank=True, editable=False, max_length=120),
        ),
        migrations.AlterField(
            model_name="stream",
            name="reviews",
            field=models.TextField(blank=True, editable=False),
        ),
    ]
