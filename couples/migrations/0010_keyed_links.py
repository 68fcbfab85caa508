"""What is stored of links is a MAC from now on, also of those that were given out before: they go on opening."""

from typing import Any

from django.db import migrations

from couples import secret_links

LINKS = ("CounselorInvitation", "Counseling", "Invitation")
HEX_LENGTH = 64


def key(apps: Any, _schema: Any) -> None:
    for name in LINKS:
        rows = apps.get_model("couples", name).objects
        for pk, stored in list(rows.values_list("pk", "token_hash")):
            if len(stored) == HEX_LENGTH:  # the others are of no link
                rows.filter(pk=pk).update(token_hash=secret_links.keyed(bytes.fromhex(stored)))


class Migration(migrations.Migration):
    dependencies = [
        ("couples", "0009_facts"),
    ]

    operations = [migrations.RunPython(key, migrations.RunPython.noop, elidable=True)]
