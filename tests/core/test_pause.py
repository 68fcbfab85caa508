"""Whoever paused holds the pause: joint steps rest, one's own closed part and every way out stay open to both."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from exercises.core import rules, session
from exercises.core.events import AskedToGoOn, Paused, PickedUp, Resumed, SetAside
from exercises.core.offer import Ask
from exercises.core.pair import Observer, Partner
from exercises.core.session import Session
from exercises.core.text import Refused
from exercises.core.view import view_of
from tests.core.examples import NOON, OF_KIND, begin
from tests.core.filling import filled
from tests.core.real import moments

ALEX, BLAIR = Partner
TAKES_BACK_OPEN = "not_yet"


def ask(now: Session, by: Partner, name: str, **raw: Any) -> Ask:
    return Ask(by=by, name=name, visit=now.visit, at=NOON, chance=0, raw=raw)


def done(now: Session, by: Partner, name: str, **raw: Any) -> Session:
    return rules.outcome(now, ask(now, by, name, **raw)).after


def events(now: Session, by: Partner, name: str) -> tuple[Any, ...]:
    return rules.outcome(now, ask(now, by, name)).events


@pytest.fixture
def paused() -> Session:
    """Both are writing their sheets, and Alex has paused."""
    now = begin(OF_KIND["private_reflection"])
    for who in Partner:
        now = done(now, who, "enter")
    for who in Partner:
        now = done(now, who, "ready", together="room", first="me")
    return done(now, ALEX, "pause")


def room(now: Session, who: Partner) -> set[str]:
    return {offer.name for offer in view_of(now, who, NOON).commands if offer.scope == "room"}


def test_only_who_paused_goes_on(paused):
    assert "resume" in room(paused, ALEX)
    assert "resume" not in room(paused, BLAIR)
    with pytest.raises(Refused) as refused:
        done(paused, BLAIR, "resume")
    assert refused.value.code == "paused"
    assert done(paused, ALEX, "resume").pause is None


def test_the_other_asks_once_in_each_pause(paused):
    assert room(paused, BLAIR) == {"ask_to_go_on", "leave", "enough", "end"}
    asked = done(paused, BLAIR, "ask_to_go_on")
    assert asked.pause
    assert "ask_to_go_on" not in room(asked, BLAIR)
    assert events(asked, BLAIR, "ask_to_go_on") == ()
    assert events(paused, ALEX, "ask_to_go_on") == ()
    assert view_of(asked, ALEX, NOON).asked_to_go_on
    assert not view_of(asked, Observer(), NOON).asked_to_go_on
    again = done(done(asked, ALEX, "resume"), ALEX, "pause")
    assert events(again, BLAIR, "ask_to_go_on") == (AskedToGoOn(BLAIR),)


def test_a_sheet_is_handed_in_and_taken_back_but_not_opened(paused):
    handed = done(paused, BLAIR, "hand_in", see="Dishes.")
    assert view_of(handed, ALEX, NOON) == view_of(paused, ALEX, NOON)
    with pytest.raises(Refused) as refused:
        done(handed, BLAIR, "open")
    assert refused.value.code == "paused"
    assert done(handed, BLAIR, "take_back").state.answers.of(BLAIR) is None


def test_whoever_pressed_open_can_take_that_back(paused):
    pressed = paused
    for name, raw in (("resume", {}), ("hand_in", {"see": "Dishes."}), ("open", {}), ("pause", {})):
        pressed = done(pressed, ALEX, name, **raw)
    assert not done(pressed, ALEX, TAKES_BACK_OPEN).state.pressed.of(ALEX)


def test_setting_aside_does_not_end_the_pause_of_the_other(paused):
    assert events(paused, BLAIR, "enough") == (SetAside(BLAIR, pause_stays=True),)
    aside = done(paused, BLAIR, "enough")
    assert not view_of(aside, ALEX, NOON).paused
    assert done(aside, BLAIR, "pick_up").pause == paused.pause
    assert events(aside, ALEX, "pick_up") == (PickedUp(ALEX), Resumed(ALEX, NOON))
    assert done(done(paused, ALEX, "enough"), BLAIR, "pick_up").pause is None


def test_each_can_end_the_session_while_it_is_paused(paused):
    assert all(done(paused, who, "end").over for who in Partner)


def test_a_pause_of_an_earlier_version_still_ends_with_either(paused):
    """What was stored before a pause had a holder replays as it did then."""
    old = [Paused(ALEX, NOON), Resumed(BLAIR), Paused(BLAIR, NOON), SetAside(ALEX), PickedUp(ALEX)]
    assert session.replay(replace(paused, pause=None), old).pause is None


@pytest.mark.parametrize("name", OF_KIND)
def test_what_is_possible_while_paused_shows_the_other_nothing_and_moves_nothing_on(name):
    """But for taking Open back, which closes something again."""
    rng = Random(name)
    for going, *_ in (moment for seed in range(4) for moment in moments(name, seed)):
        now = going.now
        for who in () if now.over or now.set_aside else Partner:
            for offer in (one for one in view_of(now, who, NOON).forms if one.while_paused):
                after = done(now, who, offer.name, **filled(offer, rng, who))
                assert (after.visit, after.index) == (now.visit, now.index)
                if offer.name != TAKES_BACK_OPEN:
                    assert view_of(after, who.other, NOON) == view_of(now, who.other, NOON)
