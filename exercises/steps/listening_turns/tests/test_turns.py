"""A turn of listening: who is asked what, and what makes sense to the listener, which nobody has to say."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.steps.listening_turns.kind import KIND, Settings
from exercises.steps.listening_turns.turn import MadeSense, State, WentOn
from tests.core.examples import NOON

SPEAKER, LISTENER = Partner.A, Partner.B


def here(together: str = "writing", **settings: Any) -> Here:
    carried = {"together": together, "speaker": SPEAKER}
    return Here(
        "listen", Settings("Speak", "Say it back", **{"makes_sense": "What makes sense", **settings}), carried
    )


def after(of: Here, *names: str) -> State:
    """The state after these commands, each given by whoever may."""
    state: State = KIND.start(of)
    for name in names:
        by = next(who for who in Partner if name in offered(of, state, who))
        ask = Ask(by=by, name=name, visit=0, at=NOON, chance=0, values={"words": name})
        for event in KIND.decide(of, state, ask):
            state = KIND.evolve(of, state, event)
    return state


def offered(of: Here, state: State, who: Partner) -> list[str]:
    return [offer.name for offer in KIND.offers(of, state, who)]


def test_after_thats_it_the_listener_may_say_what_makes_sense_and_either_may_go_on_without_it():
    heard = after(here(), "speak", "say_back", "thats_it")
    assert offered(here(), heard, LISTENER) == ["makes_sense", "go_on"]
    assert offered(here(), heard, SPEAKER) == ["go_on"]
    for who in Partner:
        assert KIND.finished(KIND.evolve(here(), heard, WentOn(who)))


def test_what_makes_sense_stays_before_both_until_either_goes_on():
    said = after(here(), "speak", "say_back", "thats_it", "makes_sense")
    assert not KIND.finished(said)
    assert [offered(here(), said, who) for who in Partner] == [["go_on"], ["go_on"]]
    assert said.said[-1] == MadeSense(LISTENER, "makes_sense")
    for who in Partner:
        assert KIND.view(here(), said, who).theirs.said[-1].what == "made_sense"
    assert KIND.finished(after(here(), "speak", "say_back", "thats_it", "makes_sense", "go_on"))


def test_without_the_line_in_its_settings_a_turn_is_over_with_thats_it():
    assert KIND.finished(after(here(makes_sense=""), "speak", "say_back", "thats_it"))


@pytest.mark.parametrize("line", ["", "What makes sense"])
def test_where_each_speaks_the_other_has_the_floor_next_and_nothing_is_lost(line):
    of = here(speaks="each", makes_sense=line)
    turn = ("speak", "say_back", "thats_it", *(["makes_sense", "go_on"] if line else []))
    swapped = after(of, *turn)
    assert (swapped.speaker, swapped.phase, swapped.turn) == (LISTENER, "speak", 2)
    done = after(of, *turn, *turn)
    assert KIND.finished(done)
    assert len(done.said) == 2 * (4 if line else 3)


def test_leaving_it_there_asks_for_nothing_more():
    of = here(rounds=1)
    left = after(of, "speak", "say_back", "not_quite", "leave_it")
    assert KIND.finished(left)
    heard = after(of, "speak", "say_back", "not_quite", "say_back", "thats_it")
    assert "leave_it" not in offered(of, heard, SPEAKER) + offered(of, heard, LISTENER)
    assert not KIND.view(of, heard, SPEAKER).theirs.enough_rounds


FIELDS = [("room", [], []), ("call", [False], [False]), ("writing", [True], [False])]


@pytest.mark.parametrize(("together", "sense", "missing"), FIELDS)
def test_aloud_nothing_is_typed_and_on_a_call_nothing_has_to_be(together, sense, missing):
    of = here(together)
    (makes_sense, _go_on) = KIND.offers(of, after(of, "speak", "say_back", "thats_it"), LISTENER)
    assert [field.required for field in makes_sense.fields] == sense
    (_thats_it, not_quite) = KIND.offers(of, after(of, "speak", "say_back"), SPEAKER)
    assert [field.required for field in not_quite.fields] == missing
    hints = [field.hint for offer in (makes_sense, not_quite) for field in offer.fields]
    assert all(hint is not None for hint in hints) == (together in ("call", "room"))
