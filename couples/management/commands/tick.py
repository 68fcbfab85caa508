"""Runs the periodic duties once, for those who would rather call them from a timer of their own."""

from typing import Any

from django.core.management.base import BaseCommand

from couples import tick


class Command(BaseCommand):
    help = (
        "Do once what happens by itself now and then: send the mails before appointments that somebody switched on "
        "for themself, carry out leavings on a chosen day, finish erasures that were cut short, and forget what has "
        "passed (times, digits, invitations, sign-ins). Every server process does this about once a minute anyway "
        "(TICK_SECONDS=60; 0 switches it off, and a timer can call this command instead). It may run at any time, "
        "several times at once, and again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = tick.run()
        for name, number in done.items():
            self.stdout.write(f"{name}: {'missed' if number is None else number}")
        if None in done.values():
            raise SystemExit(1)
