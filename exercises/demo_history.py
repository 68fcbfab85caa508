"""The history of the invented couple: a finished check-in and one agreement, made by ordinary commands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import F

from couples.pairing.models import Couple, Membership
from exercises.core import rules
from exercises.core.fields import Choice, Hidden
from exercises.core.offer import Offer
from exercises.live import commands
from exercises.live import start as starting
from exercises.live.access import Caller
from exercises.live.decision import Command
from exercises.live.models import RecordedEvent, Stream
from exercises.live.screens import partner as partner_screen
from exercises.live.store import signing

AGO: Final = timedelta(days=16)
Script = Mapping[str, Mapping[str, str]]

AREAS: Final = (
    "emotional",
    "reassurance",
    "decisions",
    "money",
    "practical",
    "own_time",
    "outside",
    "influence",
)
RATINGS: Final = {
    "alex": {"own": "54243213", "partner": "32415434", "guess": "53253324", "comfort": "43424123"},
    "blair": {"own": "42314444", "partner": "45252525", "guess": "32413444", "comfort": "55443544"},
}
CLOSED_AREA: Final = {"alex": "money", "blair": "reassurance"}


def _ratings_form(name: str) -> dict[str, str]:
    ratings = RATINGS[name]
    form = {f"{row}.{area}": ratings[row][index] for row in ratings for index, area in enumerate(AREAS)}
    form |= {f"open.{area}": "keep" if area == CLOSED_AREA[name] else "may_open" for area in AREAS}
    return form | {f"comfort_open.{area}": "yes" for area in ("practical", "own_time")}


CHECK_IN: Final[dict[str, Script]] = {
    "alex": {
        "ready": {"together": "call", "first": "me"},
        "hand_in": _ratings_form("alex"),
        "speak": {"words": "I thought of the evenings, when I would like an hour with a book."},
        "say_back": {"words": "You had the weekend at your sister’s in mind."},
        "close": {"sentence": "Thank you for asking what I meant."},
    },
    "blair": {
        "ready": {"together": "call", "first": "either"},
        "hand_in": _ratings_form("blair"),
        "speak": {"words": "I was thinking of the weekend at my sister’s."},
        "say_back": {"words": "You miss an hour for yourself in the evening."},
        "close": {},
    },
}
AGREEMENT: Final[dict[str, Script]] = {
    "alex": {
        "ready": {"together": "writing"},
        "hand_in": {
            "words": "We eat without phones on Tuesday and Friday evenings.",
            "kind": "agreement",
            "weeks": "3",
        },
        "close": {},
    },
    "blair": {
        "ready": {"together": "writing"},
        "hand_in": {
            "words": "When I come home tired, I will take half an hour for myself before we talk.",
            "kind": "limit",
        },
        "close": {"sentence": "That was easier than I thought."},
    },
}
WITHOUT_WORDS: Final = ("enter", "open", "continue", "thats_it", "accept", "read", "next")
"""Commands without text: both invented people give them whenever they are offered."""


def play(couple: Couple) -> None:
    """Play both sessions to their end, unless this couple has a finished session already."""
    if Stream.objects.filter(couple=couple, status=Stream.Status.OVER).exists():
        return
    people = dict(Membership.objects.filter(couple=couple, left_at=None).values_list("voice", "user_id"))
    play_check_in(couple, people)
    _play(couple, people, "limit-request-or-agreement", AGREEMENT)


def play_check_in(couple: Couple, people: Mapping[str, UUID]) -> None:
    """Play a check-in of these two to its end, and date it back. `people`: by voice."""
    _date_back(_play(couple, people, "balance-check-in", CHECK_IN))


def _play(couple: Couple, people: Mapping[str, UUID], slug: str, scripts: Mapping[str, Script]) -> UUID:
    session = starting.start_session(couple, people["a"], slug)
    parts = ((Caller(people["a"]), scripts["alex"]), (Caller(people["b"]), scripts["blair"]))
    while any(_act(session, caller, script) for caller, script in parts):
        pass
    return session


def _date_back(session: UUID) -> None:
    """Date a session `AGO` back, so that the couple may look again and has something to compare."""
    dated_back = {"started_at": F("started_at") - AGO, "completed_at": F("completed_at") - AGO}
    Stream.objects.filter(pk=session).update(**dated_back)
    RecordedEvent.objects.filter(stream=session).update(at=F("at") - AGO)
    signing.sign_anew(session)


def _act(session: UUID, caller: Caller, script: Script) -> bool:
    """Give the first offered command that is in the script. Returns False if there is none."""
    granted, state = partner_screen.access_and_state(session, caller)
    offers = rules.step_offers(state, granted.partner)
    offer = next((each for each in offers if each.name in script or each.name in WITHOUT_WORDS), None)
    if offer is None:
        return False
    fields = {**_given(offer), **script.get(offer.name, {})}
    commands.submit(session, caller, Command(uuid4(), offer.name, state.visit, fields))
    return True


def _given(offer: Offer) -> dict[str, Any]:
    """Return the values of hidden fields, and the first of the offered topics."""
    hidden = {field.name: field.value for field in offer.fields if isinstance(field, Hidden)}
    topics = {f.name: f.choices[0].value for f in offer.fields if isinstance(f, Choice) and f.name == "topic"}
    return hidden | topics
