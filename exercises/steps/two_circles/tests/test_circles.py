"""Two circles open together and are frozen from then on: what is left to do is to mark where the other can bend."""

from exercises.core.closed_forms import FormsOpened, HandedIn, ReadyToOpen
from exercises.core.fields import Choices
from exercises.core.here import Here
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from tests.core.examples import NOON

from ..circles import Settings, State
from ..kind import KIND

A, B = Partner
HERE = Here("circles", Settings("Circles", core="Core", flexible="Flexible"))


def opened() -> State:
    state: State = KIND.start(HERE)
    forms = ({"core_1": "Sunday with my mother", "flexible_1": "The hour"}, {"flexible_2": "Who drives"})
    for who, form in zip(Partner, forms, strict=True):
        state = KIND.evolve(HERE, state, HandedIn(who, form))
    for event in (ReadyToOpen(A), ReadyToOpen(B), FormsOpened()):
        state = KIND.evolve(HERE, state, event)
    return state


def test_once_open_nobody_can_change_a_line_and_nobody_is_asked_about_a_core():
    (mark,) = KIND.offers(HERE, opened(), B)
    assert mark.name == "mark"
    (which,) = mark.fields
    assert isinstance(which, Choices)
    assert [one.value for one in which.choices] == ["flexible_1"]


def test_a_mark_stands_at_the_line_of_the_other():
    ask = Ask(by=B, name="mark", visit=1, at=NOON, chance=0, values={"lines": ("flexible_1",)})
    state = opened()
    for event in KIND.decide(HERE, state, ask):
        state = KIND.evolve(HERE, state, event)
    own, other = KIND.view(HERE, state, A).theirs.circles
    assert [(line.words, line.fits) for line in (*own.flexible, *other.flexible)] == [
        ("The hour", True),
        ("Who drives", False),
    ]
