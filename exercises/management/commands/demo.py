"""Puts the invented couple into a fresh session and says where it is. Touches no other couple."""

import json
from contextlib import suppress
from typing import Any, Final
from uuid import uuid4

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from couples import demo
from couples.accounts.demo_people import NAMES
from couples.pairing import membership
from exercises import catalog, demo_caseload, demo_history
from exercises.core.text import Refused
from exercises.counselor.assignments import demo as counselor_demo
from exercises.live import commands
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.live.decision import Command as LiveCommand
from exercises.live.models import Stream

MAX_CASELOAD: Final = 2000


def _slugs() -> list[str]:
    """Return what a couple can start on their own, the shortest first."""
    return [one.slug for one in catalog.couple_definitions() if not one.with_counselor]


def _for_the_room(slugs: list[str]) -> str:
    """Return the first that is not meant for doing apart."""
    return next(one for one in slugs if catalog.named(one).way != "apart")  # type: ignore[union-attr]


def _checked(couples: int | None) -> int | None:
    """Return the number of couples that was asked for. Raises CommandError outside a demo, and for none or too many."""
    if couples is not None and not settings.DEMO:
        raise CommandError("Invented couples are made only in a demo: start it with DEMO=1.")
    if couples is not None and not 0 < couples <= MAX_CASELOAD:
        raise CommandError(f"--caseload takes a number from 1 to {MAX_CASELOAD}.")
    return couples


class Command(BaseCommand):
    help = "End the demo couple's session in the room, start a fresh one and print where it is."

    def add_arguments(self, parser: CommandParser) -> None:
        slugs = _slugs()
        parser.add_argument(
            "--exercise", metavar="SLUG", default=_for_the_room(slugs), help=f"one of: {', '.join(slugs)}"
        )
        parser.add_argument(
            "--caseload", metavar="N", type=int, help="also make N invented couples that Casey is linked with"
        )
        parser.add_argument("--json", action="store_true", help="print JSON for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        slugs = _slugs()
        number = _checked(options["caseload"])
        if options["exercise"] not in slugs:
            raise CommandError(
                f"There is no exercise {options['exercise']!r}. There are: {', '.join(slugs)}."
            )
        people = demo.make_people()
        alex = people["alex"]
        couple = membership.couple_of(alex)
        assert couple is not None
        self._end_open_session(couple, [Caller(people[slug].pk) for slug in ("alex", "blair")])
        demo_history.play(couple)
        counselor_demo.assign_one(couple)
        session = starting.start_session(couple, alex.pk, options["exercise"], is_due=True)
        found = {
            "session": str(session),
            "path": reverse("session", args=[session]),
            "socket": f"/ws/sessions/{session}/",
            "exercise": options["exercise"],
            "exercises": slugs,
            "sign_in": {slug: reverse("demo_sign_in", args=[slug]) for slug in NAMES},
        }
        if number is not None:
            found |= self._caseload(number)
        self.stdout.write(json.dumps(found) if options["json"] else self._in_words(found))

    def _caseload(self, number: int) -> dict[str, Any]:
        links = demo_caseload.make(number)
        pages = [reverse("counselor_couple", args=[link]) for link in links]
        return {"caseload": reverse("counselor_home"), "couples": pages}

    def _end_open_session(self, couple: Any, callers: list[Caller]) -> None:
        for stream in Stream.objects.filter(couple=couple, kind="session", status="room"):
            for caller in callers:
                with suppress(Refused):  # whoever has not joined it cannot end it; whoever opened it can
                    commands.submit(stream.pk, caller, LiveCommand(uuid4(), "end", 0))

    def _in_words(self, found: dict[str, Any]) -> str:
        lines = [f"A fresh session of {found['exercise']}: {found['path']}", "Sign in as:"]
        lines += [f"  {name}: {path}" for name, path in found["sign_in"].items()]
        if "caseload" in found:
            lines.append(f"Casey’s list with {len(found['couples'])} invented couples: {found['caseload']}")
        return "\n".join(lines)
