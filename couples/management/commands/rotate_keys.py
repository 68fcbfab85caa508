"""Wraps data keys, and secrets of second factors, under the first of MASTER_KEYS. It makes none and prints none."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from couples.accounts import reseal
from couples.keys import data_keys, rotation


class Command(BaseCommand):
    help = (
        "Wrap every person's data key, and the secrets of second factors, under the first of MASTER_KEYS. "
        "May run beside servers, and again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = rotation.rotate()
            factors = reseal.seal_anew()
        except (rotation.MasterKeyMissing, data_keys.CannotOpen) as refused:
            raise CommandError(str(refused)) from None
        names = [data_keys.kek_id(master) for master in settings.MASTER_KEYS]
        self.stdout.write(f"Wrapped anew: {done}. Every data key lies under {names[0]} now.")
        self.stdout.write(f"Sealed anew: the secrets of {factors} second factors.")
        for name in names[1:]:
            self.stdout.write(
                f"No data key needs {name} any more; see docs/for-operators.md on when to remove it."
            )
