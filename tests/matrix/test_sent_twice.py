"""Every form of every page, sent twice: the second time adds nothing, and gives the answer of the first.

The forms are those that the people of the matrix find on their pages, so a new one is tried without being named here.
Of forms that differ only in their values, one is sent; in the long run, each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.urls import resolve, reverse
from django.utils import timezone

from couples.accounts import secret_forms
from couples.lock import locks
from couples.meetings import appointments
from couples.meetings.models import Meeting
from exercises.counselor.to_one import lists
from exercises.private import store
from exercises.private.handouts import received, told
from tests.couples.lock.opened import opened_store
from tests.exercises.counselor.to_one.handing import SLUG
from tests.exercises.live.rooms import NEED
from tests.fuzz.forms import Form, forms_of
from tests.long_run import IS_LONG
from tests.matrix import asking
from tests.matrix.rows import ROWS
from tests.matrix.world import World, build, in_state

pytestmark = pytest.mark.django_db

WHO: Final = ("blair", "drew", "casey", "alex")
GROWS: Final = {
    "django_cache",
    "short_lived_counts",
    "couples_signin",
    "couples_securitycount",
    "couples_latest",
}
"""Counts of attempts and sign-ins, and what is known of the latest state: nothing that a person adds."""
IN_A_WEEK: Final = str(timezone.localdate() + timedelta(days=7))
FILLED: Final[Mapping[str, Mapping[str, str]]] = {
    "assign": {"exercise": NEED, "due_on": "", "note": "Take your time.", "alone_1": "", "alone_2": ""},
    "add_given": {"exercise": NEED, "when": "after", "alone_1": "", "alone_2": ""},
    "ask_for_scope": {"scope": "opened_live", "before": ""},
    "invite_couple": {"label": "The two from Anna"},
    "meeting": {"day": IN_A_WEEK, "time": "19:00", "zone": "UTC"},
    "private_support_map": {"who": "M.", "areas": "emotional"},
    "start_session": {"slug": NEED},
    "give_to_person": {"exercise": SLUG, "note": "Take your time."},
}
ADDS: Final = {
    *("assign", "invite", "invite_couple", "meeting", "start_session", "take_up", "agreements", "session"),
    *("private_check_in", "private_limits", "private_support_map", "private_writing"),
    *("give_to_person", "private_handouts", "add_given"),
}
"""Addresses whose forms add something: each must have been carried out here, and have an id."""
NAME: Final = django_settings.SESSION_COOKIE_NAME
DIFFERENT: Final = {
    "erase": "nobody is signed in any more",
}
"""Where the second answer may be another one, and why nothing is lost by that."""


@dataclass(frozen=True)
class Sent:
    """One form of one page, as one person sends it."""

    role: str
    path: str
    name: str
    fields: Mapping[str, str]
    takes_secret: bool


def test_every_form_that_is_sent_twice_adds_one_thing_and_answers_the_same():
    world, wrong, carried_out, with_id = build(), [], set(), set()
    known: set[Any] = set()
    with in_state(world, "both"):
        for role in WHO:
            if role == "alex":
                let_begin(world)
            cookie = asking.sign_in(role, world)
            for sent in forms_found(role, cookie, world, known):
                first, problems = twice(sent, cookie, world)
                wrong += problems
                if first in (302, 200):
                    carried_out.add(sent.name)
                if "id" in sent.fields:
                    with_id.add(sent.name)
    assert wrong == [], "\n".join(wrong)
    assert carried_out & with_id >= ADDS


def let_begin(world: World) -> None:
    """Set aside what is open, so that a session can be started and a time be suggested."""
    world.rooms["open"].alex.do("enough")
    appointments.cancel(Meeting.objects.get(pk=world.suggested), world.people["alex"])


def forms_found(role: str, cookie: str, world: World, known: set[Any]) -> Iterator[Sent]:
    """Yield each form that this person finds on their own pages, filled in, unless it is known."""
    for page in _pages(role, world):
        with asking.without_a_trace():
            shown = asking.ask(cookie, "GET", page)
        if shown.status_code != 200 or shown.streaming or "html" not in shown.headers["Content-Type"]:
            continue
        for form in forms_of(shown.content.decode()):
            path = urlsplit(urljoin(page, form.action)).path
            name = resolve(path).url_name or ""
            given = _filled(form) | dict(FILLED.get(name, {}))
            every = (path, *sorted(set(given.items()) - {("id", given.get("id"))}))
            shape = every if IS_LONG else (name, given.get("command"), *sorted(given))
            if shape not in known and not path.startswith("/admin/"):
                known.add(shape)
                yield Sent(role, path, name, given, form.takes_secret)


def _pages(role: str, world: World) -> Iterator[str]:
    for name, rows in ROWS.items():
        for row in rows:
            if row.may(role, world) and "GET" in row.methods:
                yield reverse(name, kwargs=dict(row.args(world)))


def _filled(form: Form) -> dict[str, str]:
    given = {name: value.decode() for name, value in form.filled(Random(1)).items()}
    given.pop("csrfmiddlewaretoken", None)
    return given


def twice(sent: Sent, cookie: str, world: World) -> tuple[int, list[str]]:
    """Send it twice and undo it. Returns the status of the first answer and what is wrong with the second."""
    with asking.without_a_trace():
        first = asking.ask(cookie, "POST", sent.path, sent.fields)
        there = _things(sent, world)
        cookie = first.cookies[NAME].value if NAME in first.cookies else cookie
        second = asking.ask(cookie, "POST", sent.path, sent.fields)
        more = {name: count for name, count in _things(sent, world).items() if count > there[name]}
    answers = [(one.status_code, one.headers.get("Location")) for one in (first, second)]
    wrong = {
        f"it added to {sorted(more)}": bool(more),
        f"it answered {answers}": not _is_same(sent, *answers),
    }
    return first.status_code, [
        f"{sent.role} {sent.path} ({sent.name}): {why}" for why, is_so in wrong.items() if is_so
    ]


def _is_same(sent: Sent, first: tuple[int, str | None], second: tuple[int, str | None]) -> bool:
    """A form with a secret is good for one try; any other gets the answer of the first, or is among `DIFFERENT`."""
    if sent.takes_secret:
        return first != second == (secret_forms.REFUSED, None)
    return first == second or sent.name in DIFFERENT


def _things(sent: Sent, world: World) -> dict[str, int]:
    """Return how many rows there are in each table, and how many entries on the private pages of who sends it."""
    tables = sorted(set(connection.introspection.table_names()) - GROWS)
    counted = " UNION ALL ".join(f"SELECT '{one}', COUNT(*) FROM \"{one}\"" for one in tables)
    with connection.cursor() as cursor:
        cursor.execute(counted)
        found = dict(cursor.fetchall())
    person = world.people[sent.role].pk
    opened = opened_store(person) if locks.of(person) else None
    if opened is None:  # erased, or not used yet
        return found | dict.fromkeys((*store.SECTIONS, "given to one", "handouts", "told"), 0)
    contents = store.read(opened)
    found["given to one"] = sum(len(one.given) for one in lists.all_of(person))
    found["handouts"], found["told"] = len(received.read(opened)), len(told.read(opened))
    return found | {section: len(contents[section]) for section in store.SECTIONS}
