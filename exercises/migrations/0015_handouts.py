"""What a counselor gives to one of two alone: her sealed lists, and a sealed row for everybody with a private store."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from couples.keys import data_keys
from exercises.private import store


def make_rows(apps: Any, editor: Any) -> None:
    """Give each person with a private store the row that everybody has: made later, it would say that it is used."""
    stores, handouts = (apps.get_model("exercises", name) for name in ("PrivateStore", "Handouts"))
    for person in stores.objects.values_list("person_id", flat=True).iterator():
        if key := data_keys.data_key(person):
            handouts.objects.get_or_create(person_id=person, defaults=store.no_handouts(person, key))


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0019_response_time"),
        ("exercises", "0014_counselor_notes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoutList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed", models.BinaryField()),
                (
                    "counseling",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="couples.counseling",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Handouts",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("received", models.BinaryField()),
                ("told", models.BinaryField()),
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
        migrations.RunPython(make_rows, migrations.RunPython.noop),
    ]
