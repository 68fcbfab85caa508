"""Encrypt data keys and secrets of second factors, and sign what decides, with the first of MASTER_KEYS."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from couples.accounts import factor_secrets
from couples.counseling import chain_keys
from couples.facts import signing
from couples.keys import data_keys, rotation
from couples.security_log import Kind, counts

ACTS: Final[list[tuple[str, Callable[[], int]]]] = []
"""What else is signed again, with what the number of it is called."""


class Command(BaseCommand):
    help = (
        "Wrap every person's data key, and the secrets of second factors, under the first of MASTER_KEYS. "
        "Safe to run beside servers, and again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = rotation.rotate()
            factors = factor_secrets.reencrypt()
            signed = signing.sign_under_first_key()
            more = {name: act() for name, act in ACTS}
            chains = chain_keys.sign_again()
        except (rotation.MasterKeyMissing, data_keys.CannotOpen, chain_keys.ChainBroken) as refused:
            raise CommandError(str(refused)) from None
        counts.note_by_operator(Kind.KEYS_ROTATED)
        names = [data_keys.kek_id(master) for master in settings.MASTER_KEYS]
        self.stdout.write(f"Wrapped again: {done}. Every data key is now under {names[0]}.")
        self.stdout.write(f"Sealed again: the secrets of {factors} second factors.")
        self.stdout.write(f"Signed again: what decides about {signed} people.")
        self.stdout.write(f"Signed again: what couples allowed and who read it, of {chains} couples.")
        for what, done in more.items():
            self.stdout.write(f"Signed again: the records of {done} {what}.")
        for name in names[1:]:
            self.stdout.write(
                f"No data key needs {name} any more. docs/operators/keys.md says when to remove it."
            )
