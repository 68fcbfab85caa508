"""Sessions apart: a status of their own, and each exercise once."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exercises", "0009_favorites"),
    ]

    operations = [
        migrations.AlterField(
            model_name="stream",
            name="status",
            field=models.CharField(
                choices=[("room", "Room"), ("aside", "Aside"), ("apart", "Apart"), ("over", "Over")],
                default="room",
                max_length=5,
            ),
        ),
        migrations.AddConstraint(
            model_name="stream",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "apart")),
                fields=("couple", "definition"),
                name="each_once_apart",
            ),
        ),
    ]
