"""Five parts in order, each in turn; the listener only thanks; there is a complaint only if both have room for it."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.steps.daily_reading.kind import KIND, Settings
from exercises.steps.daily_reading.turn import PARTS, Arranged, State
from tests.core.examples import NOON

FIRST, SECOND = Partner.B, Partner.A
ANSWERS = ("keep", "leave_out")


def here(together: str = "writing") -> Here:
    settings = Settings("Intro", *(f"About {part}" for part in (*PARTS[:4], "request", "hope")))
    return Here("read", settings, {"together": together, "speaker": FIRST})


def offered(of: Here, state: State, who: Partner) -> list[str]:
    return [offer.name for offer in KIND.offers(of, state, who)]


def after(of: Here, state: State, by: Partner, name: str, **values: Any) -> State:
    ask = Ask(by=by, name=name, visit=0, at=NOON, chance=0, values=values)
    for event in KIND.decide(of, state, ask):
        state = KIND.evolve(of, state, event)
    return state


def begun(of: Here, *answers: str) -> State:
    state: State = KIND.start(of)
    for who, answer in zip(Partner, answers, strict=True):
        state = after(of, state, who, answer)
    return state


@pytest.mark.parametrize("answers", list(product(ANSWERS, ANSWERS)))
def test_one_who_would_rather_not_is_enough_and_whose_it_was_is_in_no_event(answers):
    of = here()
    state = after(of, KIND.start(of), Partner.A, answers[0])
    ask = Ask(by=Partner.B, name=answers[1], visit=0, at=NOON, chance=0)
    assert KIND.decide(of, state, ask)[-1] == Arranged(answers == ("keep", "keep"))


@pytest.mark.parametrize(("second", "left_out"), [("keep", set()), ("leave_out", {"complaint"})])
def test_each_speaks_once_in_each_part_and_the_other_only_thanks(second, left_out):
    of = here()
    state, turns = begun(of, "keep", second), []
    while not KIND.finished(state):
        speaker = state.speaker
        assert offered(of, state, speaker.other) == []
        turns.append((PARTS[state.part], speaker))
        state = after(of, state, speaker, "say", words="So")
        assert offered(of, state, speaker) == []
        assert offered(of, state, speaker.other) == ["thank"]
        state = after(of, state, speaker.other, "thank")
    assert turns == [(part, who) for part in PARTS if part not in left_out for who in (FIRST, SECOND)]
    assert not any(offered(of, state, who) for who in Partner)


def test_any_turn_may_be_passed_without_a_reason_and_leaves_nothing_to_read():
    of = here()
    state = begun(of, "keep", "keep")
    for _turn in range(2 * len(PARTS)):
        (say, pass_on) = KIND.offers(of, state, state.speaker)
        assert (say.name, pass_on.name, pass_on.fields) == ("say", "pass_on", ())
        state = after(of, state, state.speaker, "pass_on")
    assert KIND.finished(state)
    assert not KIND.has_words(KIND.view(of, state, FIRST).theirs)


@pytest.mark.parametrize(("together", "typed"), [("room", None), ("call", False), ("writing", True)])
def test_a_complaint_comes_with_a_request_and_aloud_nothing_is_typed(together, typed):
    of = here(together)
    state = begun(of, "keep", "keep")
    while PARTS[state.part] != "complaint":
        state = after(of, state, state.speaker, "pass_on")
    (say, _pass_on) = KIND.offers(of, state, state.speaker)
    assert [(field.name, field.required) for field in say.fields] == [
        (name, typed) for name in ("words", "request") if typed is not None
    ]


def test_what_was_said_is_shared_with_its_request_by_its_author_alone():
    of = here()
    state = begun(of, "keep", "keep")
    while PARTS[state.part] != "complaint":
        state = after(of, state, state.speaker, "pass_on")
    state = after(of, state, FIRST, "say", words="The door", request="Close it")
    assert KIND.shares
    assert [words for _heading, words in KIND.shares(of, state, FIRST)] == ["The door", "Close it"]
    assert KIND.shares(of, state, SECOND) == []
