"""Each person's lock of the private pages gets a row. A PIN that was set before goes on working, as a hash in it."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from couples.keys import data_keys
from couples.lock import locks


def carry_pins_over(apps: Any, editor: Any) -> None:
    """Give everybody with a PIN a lock that asks for it. Who has no data key any more has nothing to lock."""
    people, rows = apps.get_model("couples", "User"), apps.get_model("couples", "StoreLock")
    for person, pin in people.objects.exclude(pin="").values_list("pk", "pin").iterator():
        if data_key := data_keys.data_key(person):
            rows.objects.create(person_id=person, **locks.first_columns(person, data_key, earlier_pin=pin))
    editor.connection.check_constraints()  # PostgreSQL alters no table while one is still to be checked


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0005_chains"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoreLock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public", models.BinaryField()),
                ("sealed", models.BinaryField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunPython(carry_pins_over, migrations.RunPython.noop),
        migrations.RemoveField(model_name="user", name="pin"),
    ]
