"""Only who tells it says whether it was got; nothing has to make sense, and nobody is kept in a round."""

from __future__ import annotations

from typing import Any

from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from tests.core.examples import NOON

from ..kind import KIND, Settings
from ..talk import State

A, B = Partner
HERE = Here("mirror", Settings("Mirror", most=2, rounds=2), {"speaker": A, "together": "room"})


def played(*names: str) -> State:
    """Each command in turn, by whoever has it."""
    state: State = KIND.start(HERE)
    for name in names:
        (by,) = [who for who in Partner if name in offered(state, who)][:1]
        ask = Ask(by=by, name=name, visit=1, at=NOON, chance=0)
        for event in KIND.decide(HERE, state, ask):
            state = KIND.evolve(HERE, state, event)
    return state


def offered(state: State, who: Partner) -> list[str]:
    return [one.name for one in KIND.offers(HERE, state, who)]


PIECE = ("send", "mirror", "got_it")
TOLD = ("name_topic", *PIECE, "that_was_all", "sum_up")


def test_only_the_sender_says_whether_it_was_got():
    for said in (("name_topic", "send", "mirror"), TOLD):
        assert offered(played(*said), A) == ["got_it", "not_quite"]
        assert offered(played(*said), B) == []


def test_the_sender_tells_as_many_pieces_as_there_may_be_and_then_it_is_summed_up():
    assert offered(played("name_topic", *PIECE), A) == ["that_was_all", "send"]
    assert played("name_topic", *PIECE, *PIECE).phase == "sum_up"


def test_what_makes_sense_and_the_guess_can_be_left_out():
    assert KIND.finished(played(*TOLD, "got_it", "leave_out", "leave_out"))
    assert KIND.finished(played(*TOLD, "got_it", "makes_sense", "guess", "feel_rather"))


def test_after_some_rounds_either_can_leave_it_there():
    tried: tuple[Any, ...] = ("name_topic", "send", *(("mirror", "not_quite") * 2))
    state = played(*tried)
    assert all("leave_it" in offered(state, who) for who in Partner)
    assert KIND.finished(played(*tried, "leave_it"))
    assert "leave_it" not in offered(played(*tried[:-1]), A)
