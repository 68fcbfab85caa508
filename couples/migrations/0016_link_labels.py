"""What a counselor calls a link that she has made, sealed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0015_queued_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="counseling",
            name="sealed_label",
            field=models.BinaryField(default=bytes),
        ),
    ]
