"""Makes invented couples, each with a session both have joined and a sign-in for either, and prints them as JSON.

Run by the benchmark in a process of its own, on empty databases: python -m benchmarks.couples NUMBER EXERCISE LENGTH
"""

import json
import os
import sys
from itertools import chain, cycle
from typing import Any
from uuid import UUID, uuid4

import django

from benchmarks import past

THREAD = "limit-request-or-agreement"
EVERY = "every"


def make(number: int, exercise: str, length: int = 0) -> list[dict[str, Any]]:
    """So many couples: {"session": id, "cookies": [of who acts first, of the other]}.

    `exercise`: its slug, or EVERY for one after the other, from the beginning. `length`: how many records each session
    has at least.
    """
    from django.core.management import call_command
    from django.db import transaction

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    with transaction.atomic(), transaction.atomic(using="keys"):
        slugs = cycle(_every_slug() if exercise == EVERY else [exercise])
        made = [
            _in_session(couple, people, next(slugs), exercise == THREAD)
            for couple, people in _couples(number)
        ]
        past.lengthen([UUID(one["session"]) for one in made], length)
    return made


def _every_slug() -> list[str]:
    from exercises import catalog

    return [each.slug for each in catalog.couple_definitions() if not each.with_counselor]


def _couples(number: int) -> list[tuple[Any, list[Any]]]:
    """So many couples and their two people, with keys. Rows are inserted many at a time: thousands take seconds."""
    from couples.accounts.models import User
    from couples.keys import data_keys
    from couples.pairing.models import Couple, Membership

    couples = Couple.objects.bulk_create(Couple() for _ in range(number))
    names = [[f"{voice}{index}" for voice in "ab"] for index in range(number)]
    people = [[User(email=f"{name}@bench.localhost", name=name) for name in pair] for pair in names]
    for person in chain(*people):
        person.set_unusable_password()
    User.objects.bulk_create(chain(*people))
    for person in chain(*people):
        data_keys.make(person.pk)
    Membership.objects.bulk_create(
        Membership(couple=couple, user=person, voice=voice)
        for couple, pair in zip(couples, people, strict=True)
        for voice, person in zip("ab", pair, strict=True)
    )
    return list(zip(couples, people, strict=True))


def _in_session(couple: Any, people: list[Any], exercise: str, at_table: bool) -> dict[str, Any]:
    """Their session, at its beginning or where they ask and reply. Their commands go the way that everybody's go."""
    from exercises.live import start as starting

    session = starting.start_session(couple, people[0].pk, exercise)
    _do(session, people[1], "enter")
    if at_table:
        _come_to_the_table(session, people)
    return {"session": str(session), "cookies": [_cookie(person) for person in people]}


def _come_to_the_table(session: UUID, people: list[Any]) -> None:
    """Both write a limit each, and open."""
    for name, fields in (
        ("ready", {"together": "writing"}),
        ("hand_in", {"kind": "limit", "words": "When it is late, I will go to sleep."}),
        ("open", {}),
    ):
        for person in people:
            _do(session, person, name, fields)


def _do(session: UUID, person: Any, name: str, fields: dict[str, str] | None = None) -> None:
    from exercises.live import commands
    from exercises.live.access import Caller
    from exercises.live.decision import Command

    commands.submit(
        session,
        Caller(person.pk),
        Command(uuid4(), name, _view(session, person)["visit"], fields or {}),
    )


def _view(session: UUID, person: Any) -> dict[str, Any]:
    from exercises.live.access import Caller
    from exercises.live.screens import partner as partner_screen
    from exercises.live.screens import rendering

    return partner_screen.show(session, Caller(person.pk), rendering.as_json).screen


def _cookie(person: Any) -> str:
    """A sign-in as the account pages would make it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from couples.accounts import sign_in_ends
    from couples.accounts.sessions import SessionStore

    sign_in = SessionStore()
    sign_in[SESSION_KEY] = str(person.pk)
    sign_in[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sign_in[HASH_SESSION_KEY] = person.get_session_auth_hash()
    sign_in_ends.begin(sign_in, person, "computer")
    sign_in.create()
    return f"{settings.SESSION_COOKIE_NAME}={sign_in.session_key}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(make(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
