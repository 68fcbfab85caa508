"""A session that was begun apart: nobody waits in it, and nobody sees whether the other has come or looked."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core import rules, session
from exercises.core.counselor_answers import ANSWERS
from exercises.core.events import BegunApart, Entered
from exercises.core.pair import Observer, Partner
from exercises.core.room import ROOM
from exercises.core.text import Refused
from exercises.core.view import view_of
from tests.core.examples import NOON
from tests.core.real import ALL, REAL, every_exercise
from tests.core.test_pause import done, events, room
from tests.core.walking import Walk, walk

ALEX, BLAIR = Partner
APART_SEED = 3
BACK = {"take_back", "not_yet", "not_ready"}
ANEW = {"ask_again"}
"""Both have answered, and either may ask both anew: who just said “another day” is called by no page."""


def apart(name: str = "private_reflection") -> session.Session:
    """Blair began it, and Alex has not joined."""
    begun = [Entered(BLAIR), BegunApart(BLAIR, NOON, 7)]
    return session.replay(session.new_session((ALL | REAL)[name], NOON), begun)


@every_exercise
def test_it_begins_after_the_arrival_in_writing_and_whoever_began_speaks_first(name):
    now = apart(name)
    assert (now.index, now.here.speaker, now.here.aloud) == (1, BLAIR, False)
    assert [line.state for line in view_of(now, BLAIR, NOON).steps].count("now") == 1
    assert "arrival" not in {line.kind for line in view_of(now, BLAIR, NOON).steps}
    assert [offer.name for offer in rules.step_offers(now, ALEX)] == ["enter"]


@every_exercise
def test_it_goes_to_its_end_without_a_pause_or_a_timer(name):
    going: Walk = walk(ALL[name], APART_SEED)
    assert going.now.apart
    while not going.now.over:
        going.step()
        assert (going.now.pause, going.now.timer, going.now.set_aside) == (None, None, False)
    assert going.now.past[0].index == 1


def test_the_chance_of_the_first_step_is_drawn_when_it_begins():
    assert apart().here.chance == 7


def test_one_may_leave_or_end_it_and_nothing_else():
    now = done(apart(), ALEX, "enter")
    assert room(now, ALEX) == room(now, BLAIR) == {"leave", "end"}
    for name in set(ROOM) - {"end", "take_words_back", *ANSWERS}:
        assert events(now, ALEX, name) == ()
    for name in ANSWERS:  # no counselor is there
        with pytest.raises(Refused):
            events(now, ALEX, name)
    assert done(now, ALEX, "end").over


def seen_by_blair(before: session.Session, after: session.Session) -> bool:
    return view_of(before, BLAIR, NOON) != view_of(after, BLAIR, NOON)


def test_nobody_sees_that_the_other_has_joined():
    joined = done(apart(), ALEX, "enter")
    assert not seen_by_blair(apart(), joined)
    assert not view_of(joined, BLAIR, NOON).both_entered


def to_the_end_of_a_step(slug: str) -> tuple[session.Session, Any]:
    """Where both may press Go on, and Alex has."""
    going = walk(REAL[slug], APART_SEED)
    while not going.now.over:
        ready = [
            who for who in Partner if "continue" in {one.name for one in rules.step_offers(going.now, who)}
        ]
        if len(ready) == 2:
            return going.now, done(going.now, ALEX, "continue")
        going.step()
    raise AssertionError("nobody was asked to go on")


def test_nobody_sees_that_the_other_has_pressed_go_on():
    before, after = to_the_end_of_a_step("balance-check-in")
    assert after.ready.of(ALEX)
    assert not seen_by_blair(before, after)


def test_what_is_to_do_is_ones_own_and_comes_and_goes_with_ones_own_acts():
    now = apart()
    assert rules.has_own_part(now, ALEX)
    now = done(now, ALEX, "enter")
    assert rules.has_own_part(now, ALEX)
    handed = done(now, ALEX, "hand_in", see="Dishes.")
    assert rules.has_own_part(handed, ALEX)  # to open it
    pressed = done(handed, ALEX, "open")
    assert not rules.has_own_part(pressed, ALEX)
    assert rules.has_own_part(pressed, BLAIR) == rules.has_own_part(now, BLAIR)


def test_who_goes_on_first_reads_afterwards_what_the_other_wrote_after_that():
    now = done(done(apart("a-meeting-each-week"), BLAIR, "continue"), ALEX, "enter")
    now = done(now, ALEX, "tell", what="Tea.")
    assert view_of(now, BLAIR, NOON).recap == ()
    after = done(now, ALEX, "continue")
    assert "Tea." in str(view_of(after, BLAIR, NOON).recap)
    assert view_of(after, Observer(), NOON).recap == ()


def test_an_observer_sees_the_same_steps():
    seen = view_of(apart(), Observer(), NOON)
    assert (seen.commands, seen.entered, seen.timer) == ((), False, None)


@every_exercise
def test_what_is_to_do_is_never_a_mere_change_of_mind_and_somebody_has_a_part(name):
    """Else a home page would call somebody to a session where they have done their part; or call nobody at all."""
    going = walk(ALL[name], APART_SEED)
    while not going.now.over:
        parts = [rules.has_own_part(going.now, who) for who in Partner]
        offered = {one.name for who in Partner for one in rules.step_offers(going.now, who)}
        assert any(parts) or offered <= ANEW, going.now.step.id
        for who, has_part in zip(Partner, parts, strict=True):
            to_do = {offer.name for offer in rules.step_offers(going.now, who)} - BACK
            assert to_do or not has_part
        going.step()
