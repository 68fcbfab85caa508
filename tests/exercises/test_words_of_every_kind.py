"""What a step kind opens to both is on every way to it, and on none of them after its author took it back.

On the page and in its recap, in the JSON, for a counselor whom both let read, and in the author's download.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from couples.accounts.models import User
from couples.counseling.models import Counseling
from couples.privacy import export
from exercises.core.pair import Partner
from exercises.core.session import Session
from exercises.live import access
from exercises.live.store import streams
from exercises.steps.registry import STEP_KINDS
from tests.core.filling import mark
from tests.core.plain import said
from tests.core.real import walked
from tests.couples.counseling.consents import both_allow
from tests.exercises.counselor.at_work import page, reading_path
from tests.exercises.kind_rooms import room_of
from tests.exercises.live.rooms import Chair, Room

pytestmark = pytest.mark.django_db


def puts_into_words(kind: str) -> bool:
    """Is anything typed in the kind's own steps, and opened? (Ratings are opened too, but hold no words to find.)"""
    shares = STEP_KINDS[kind].shares
    if shares is None:
        return False
    walks = (walked(kind, seed).now for seed in range(20))  # one by one: most kinds show it in the first
    own = (past for now in walks for past in now.past if now.exercise.steps[past.index].kind.name == kind)
    return any(
        mark(whose) in text
        for past in own
        for who in Partner
        for _label, words in shares(past.here, past.state, who)
        for text in said(words)
        for whose in Partner
    )


OPENING = [name for name in STEP_KINDS if puts_into_words(name)]
SEEDS = range(1, 6)


def session(chair: Chair) -> Session:
    state: Session = streams.state_at(access.of_partner(chair.session, chair.caller))
    return state


def opened_words(chair: Chair, who: Partner, kind: str) -> set[str]:
    """The marks of all texts of this person that stand open in steps of this kind that were left."""
    now = session(chair)
    return {one for number in _of_kind(now, kind) for one in _marks(now, number, who, chair.user)}


def _of_kind(now: Session, kind: str) -> list[int]:
    return [n for n, past in enumerate(now.past) if now.exercise.steps[past.index].kind.name == kind]


def _marks(now: Session, number: int, who: Partner, user: User) -> Iterator[str]:
    past = now.past[number]
    shares = now.exercise.steps[past.index].kind.shares
    for _label, words in shares(past.here, past.state, who) if shares else ():
        for text in said(words):
            yield from re.findall(rf"{user.name}-\d+", text)


def played(kind: str, couple, alex, blair) -> Room:
    """A session in which something was put into words in that kind of step; it has ended well."""
    for seed in SEEDS:
        room = room_of(kind, couple, alex, blair).walk(seed)
        if any(opened_words(*one, kind) for one in zip(room.chairs, Partner, strict=True)):
            return room
    raise AssertionError(f"in {kind} hardly anything is put into words")


def ways(room: Room, kind: str, author: Chair, casey, linked) -> dict[str, str]:
    """All that is read of the session, by the name of the way; the author's own download is their own."""
    other = room.blair if author is room.alex else room.alex
    return {
        "the other's page": "".join(other.page().values()),
        "the own page": "".join(author.page().values()),
        "the other's JSON": json.dumps(other.look()),
        "the own download": json.dumps(export.collect(author.user)["sessions"], default=str),
    } | _of_a_counselor(kind, casey, linked)


FOR_THE_TWO_ALONE = ("perception",)
"""Kinds whose words no scope covers: of a check-in a counselor reads the areas that opened, and no line beside them."""


def _of_a_counselor(kind: str, casey: User, linked: Counseling) -> dict[str, str]:
    read = page(casey, reading_path(linked, STEP_KINDS[kind].scope))
    if kind not in FOR_THE_TWO_ALONE:
        return {"the counselor's page": read}
    assert not re.search(r"(Alex|Blair)-\d", read)
    return {}


@pytest.mark.by_turns
@pytest.mark.parametrize("kind", OPENING)
def test_opened_words_are_on_every_way_and_on_none_once_taken_back(kind, couple, alex, blair, casey, linked):
    both_allow(linked)
    room = played(kind, couple, alex, blair)
    for author, who in zip(room.chairs, Partner, strict=True):
        words = opened_words(author, who, kind)
        for way, text in ways(room, kind, author, casey, linked).items():
            assert not [one for one in words if one not in text], way
        for number in _with_own_words(author):
            author.do("take_words_back", past=number)
        for way, text in ways(room, kind, author, casey, linked).items():
            assert not [one for one in words if one in text], way


def _with_own_words(chair: Chair) -> list[str]:
    offers = [one for one in chair.look()["commands"] if one["name"] == "take_words_back"]
    return [one["value"] for offer in offers for one in offer["fields"][0]["choices"]]
