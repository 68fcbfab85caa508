"""A counselor's note on an assignment is sealed for the link and the couple to which she gave it."""

from typing import Any

from django.db import migrations

from couples.keys import data_keys


def seal_anew(apps: Any, _editor: Any) -> None:
    rows = apps.get_model("exercises", "Assignment").objects.select_related("counseling")
    for row in rows.iterator():
        link, key = row.counseling, data_keys.data_key(row.counseling.counselor_id)
        if key is None:
            continue
        try:
            words = data_keys.unseal(key, bytes(row.sealed), f"assignment|{row.pk}|note".encode())
        except data_keys.CannotOpen:
            continue
        context = f"assignment|{row.pk}|{link.pk}|{link.couple_id}|note".encode()
        row.sealed = data_keys.seal(key, words, context)
        row.save(update_fields=["sealed"])


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0011_at_home"),
        ("exercises", "0006_macs_of_commands"),
    ]

    operations = [migrations.RunPython(seal_anew, migrations.RunPython.noop, elidable=True)]
