"""Private stores, which lay under the data key, are sealed under the keys of their own."""

from typing import Any

from django.db import migrations

from couples.keys import data_keys
from couples.lock import kept, locks
from exercises.private import pending, store


def seal_anew(apps: Any, editor: Any) -> None:
    """Seal each store, and what was sent in, under its person's key for private pages, which is made for them."""
    stores, rows = apps.get_model("exercises", "PrivateStore"), apps.get_model("couples", "StoreLock")
    for row in stores.objects.iterator():
        person, data_key = row.person_id, data_keys.data_key(row.person_id)
        if data_key is None:
            continue
        first = locks.first_columns(person, data_key)
        lock, _made = rows.objects.get_or_create(person_id=person, defaults=first)
        free = kept.unsealed(bytes(lock.sealed), person, data_key)
        open_store = locks.OpenStore(person, free.free_key, data_key, free.what_proves)
        row.sealed = store.sealed_anew(open_store, bytes(row.sealed))
        row.pending = pending.sealed_anew(open_store, bytes(row.pending))
        row.save(update_fields=["sealed", "pending"])


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0006_store_locks"),
        ("exercises", "0003_ready_mails"),
    ]

    operations = [migrations.RunPython(seal_anew, migrations.RunPython.noop)]
