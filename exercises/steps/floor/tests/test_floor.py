"""Who has the floor keeps it while each piece is said back, and each has it once; nobody is kept from stopping."""

from __future__ import annotations

from typing import Any

import pytest

from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.steps.floor.kind import KIND
from exercises.steps.floor.turn import Help, Settings, State
from tests.core.examples import NOON

SPEAKER, LISTENER = Partner.A, Partner.B
PIECE = ("say", "say_back", "thats_it")


def here(together: str = "writing", **settings: Any) -> Here:
    given: dict[str, Any] = {"say": "Say", "say_back": "Say it back", **settings}
    return Here("floor", Settings("One has the floor", **given), {"together": together, "speaker": SPEAKER})


def after(of: Here, *names: str) -> State:
    """The state after these commands, each given by whoever may."""
    state: State = KIND.start(of)
    for name in names:
        by = next(who for who in Partner if name in offered(of, state, who))
        values = {"words": name, "help": "listen" if not state.pieces else None}
        ask = Ask(by=by, name=name, visit=0, at=NOON, chance=0, values=values)
        for event in KIND.decide(of, state, ask):
            state = KIND.evolve(of, state, event)
    return state


def offered(of: Here, state: State, who: Partner) -> list[str]:
    return [offer.name for offer in KIND.offers(of, state, who)]


def test_the_speaker_keeps_the_floor_piece_by_piece_and_the_listener_only_says_it_back():
    one = after(here(), *PIECE)
    assert (one.speaker, one.phase) == (SPEAKER, "speak")
    assert [offered(here(), one, who) for who in Partner] == [["pass", "say"], []]
    assert [offered(here(), after(here(), *PIECE, "say"), who) for who in Partner] == [[], ["say_back"]]


def test_each_has_the_floor_once():
    second = after(here(), *PIECE, "pass")
    assert (second.speaker, second.pieces) == (LISTENER, 0)
    assert KIND.finished(after(here(), *PIECE, *PIECE, "pass", *PIECE, "pass"))


def test_a_piece_is_said_back_three_times_at_most_and_then_the_speaker_goes_on():
    twice = after(here(), "say", *("say_back", "not_quite") * 2)
    assert offered(here(), twice, LISTENER) == ["say_back"]
    thrice = after(here(), "say", *("say_back", "not_quite") * 3)
    assert [offered(here(), thrice, who) for who in Partner] == [["pass", "say"], []]
    assert KIND.view(here(), thrice, SPEAKER).theirs.enough
    again = after(here(), "say", *("say_back", "not_quite") * 3, "say")
    assert not KIND.view(here(), again, SPEAKER).theirs.enough
    assert offered(here(), after(here(), "say", *("say_back", "not_quite") * 3, "say"), LISTENER) == [
        "say_back"
    ]


def test_nobody_has_to_say_anything():
    assert KIND.finished(after(here(), "pass", "pass"))
    assert not KIND.has_words(KIND.view(here(), after(here(), "pass", "pass"), SPEAKER).theirs)


HELP = {"help": (Help("listen", "Just listen"), Help("ideas", "Ideas")), "idea": "What comes to mind?"}


def test_what_would_help_is_asked_once_and_stands_before_both():
    of = here(**HELP)
    (say, _pass) = KIND.offers(of, KIND.start(of), SPEAKER)
    assert [field.name for field in say.fields] == ["help", "words"]
    said = after(of, *PIECE)
    assert [KIND.view(of, said, who).theirs.help.text for who in Partner] == ["Just listen"] * 2
    (again,) = [offer for offer in KIND.offers(of, said, SPEAKER) if offer.name == "say"]
    assert [field.name for field in again.fields] == ["words"]
    assert KIND.view(of, after(of, *PIECE, "pass"), SPEAKER).theirs.help is None


def test_an_idea_is_offered_only_to_who_asks_and_the_floor_stays_theirs():
    of = here(**HELP)
    asked = after(of, *PIECE, "ask")
    assert [offered(of, asked, who) for who in Partner] == [[], ["offer_idea", "nothing_now"]]
    for answer in ("offer_idea", "nothing_now"):
        assert offered(of, after(of, *PIECE, "ask", answer), SPEAKER) == ["pass", "ask", "say"]


@pytest.mark.parametrize(("together", "typed"), [("room", []), ("call", [False]), ("writing", [True])])
def test_aloud_nothing_is_typed_and_on_a_call_nothing_has_to_be(together, typed):
    of = here(together)
    (say, _pass) = KIND.offers(of, KIND.start(of), SPEAKER)
    (say_back,) = KIND.offers(of, after(of, "say"), LISTENER)
    assert [[field.required for field in offer.fields] for offer in (say, say_back)] == [typed, typed]
