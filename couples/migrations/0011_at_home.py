"""The password from before a reset by mail is kept; each lock of private pages has room for codes from before."""

from typing import Any

from django.db import migrations, models

from couples.keys import data_keys
from couples.lock import kept


def make_longer(apps: Any, editor: Any) -> None:
    """Seal each lock again, in the length that all have from now on. Nobody opens what its person's key does not open."""
    rows = apps.get_model("couples", "StoreLock")
    for pk, person, sealed in rows.objects.values_list("pk", "person_id", "sealed").iterator():
        data_key = data_keys.data_key(person)
        try:
            found = kept.unsealed(bytes(sealed), person, data_key) if data_key else None
        except data_keys.CannotOpen:
            continue
        if data_key and found:
            rows.objects.filter(pk=pk).update(sealed=kept.sealed(found, person, data_key))


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0010_keyed_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_before_reset",
            field=models.CharField(blank=True, default="", editable=False, max_length=128),
        ),
        migrations.RunPython(make_longer, migrations.RunPython.noop),
    ]
