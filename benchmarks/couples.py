"""Makes invented couples, each with a session both have joined and a sign-in for either, and prints them as JSON.

Run by the benchmark in a process of its own, on empty databases: python -m benchmarks.couples NUMBER
"""

import json
import os
import sys
from typing import Any
from uuid import uuid4

import django

EXERCISE = "see-feel-need-ask"


def make(number: int) -> list[dict[str, Any]]:
    """So many couples: {"session": id, "cookies": [of one partner, of the other]}."""
    from django.core.management import call_command
    from django.db import transaction

    for database in ("default", "keys"):
        call_command("migrate", database=database, verbosity=0)
    with transaction.atomic():
        return [_couple(index) for index in range(number)]


def _couple(index: int) -> dict[str, Any]:
    """One couple. Their commands go the way that everybody's go."""
    from couples import keys
    from couples.models import Couple, Membership, User
    from exercises import live, starting
    from exercises.access import Caller

    couple = Couple.objects.create()
    people = [
        User.objects.create_user(f"{voice}{index}@bench.localhost", f"{voice}{index}") for voice in "ab"
    ]
    for voice, person in zip("ab", people, strict=True):
        keys.make(person.pk)
        Membership.objects.create(couple=couple, user=person, voice=voice)
    session = starting.start(couple, people[0].pk, EXERCISE)
    live.submit(session, Caller(people[1].pk), live.Command(uuid4(), "enter", 1))
    return {"session": str(session), "cookies": [_cookie(person) for person in people]}


def _cookie(person: Any) -> str:
    """A sign-in as the account pages would make it."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    sign_in = SessionStore()
    sign_in[SESSION_KEY] = str(person.pk)
    sign_in[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    sign_in[HASH_SESSION_KEY] = person.get_session_auth_hash()
    sign_in.create()
    return f"{settings.SESSION_COOKIE_NAME}={sign_in.session_key}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    print(json.dumps(make(int(sys.argv[1]))))
