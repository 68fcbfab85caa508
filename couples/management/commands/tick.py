"""Run the periodic duties once, for operators who call them from their own timer."""

from typing import Any

from django.core.management.base import BaseCommand

from couples import duties, tick


class Command(BaseCommand):
    help = (
        "Run the periodic duties once: send the mails before appointments that somebody switched on for themself, "
        "carry out leavings on a chosen day, finish interrupted erasures, and delete what has expired (times, digits, "
        "invitations, sign-ins). Every server process does this about once a minute anyway (TICK_SECONDS=60; 0 "
        "switches it off, and a timer can call this command instead). It can run at any time, repeatedly, and several "
        "times at once. It ends with 1 if a duty failed, or was still under way when it ended."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = duties.run_once(tick.DUTIES)
        for name, number in done.items():
            self.stdout.write(f"{name}: {'missed' if number is None else number}")
        if None in done.values():
            raise SystemExit(1)
