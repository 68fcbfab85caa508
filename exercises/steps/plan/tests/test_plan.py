"""What of a plan opens: all of it, or what its writer ticked."""

from dataclasses import replace

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import GONE
from exercises.steps.plan.kind import KIND, shares

from .example import EXAMPLE

A, B = Partner
HERE = Here("plan", EXAMPLE.settings, {"speaker": A})
PLAN = {
    "goal": "Sing",
    "why": "It is mine",
    "why_opens": True,
    "obstacle": "Tired",
    "obstacle_opens": False,
    "if_then": None,
    "if_then_opens": True,
    "when": "Thursday",
}


def opened(here, plan):
    state = KIND.start(here)
    for event in (HandedIn(A, plan), FormsOpened()):
        state = KIND.evolve(here, state, event)
    return state


def test_only_the_parts_that_were_ticked_open():
    ((by, plan),) = KIND.view(HERE, opened(HERE, PLAN), B).theirs.plans
    assert by is A
    assert plan == {
        "goal": "Sing",
        "why": "It is mine",
        "obstacle": None,
        "if_then": None,
        "when": "Thursday",
    }
    assert [words for _heading, words in shares(HERE, opened(HERE, PLAN), A)] == [
        "Sing",
        "It is mine",
        "Thursday",
    ]


def test_what_later_steps_get_is_what_opened():
    carried = KIND.carry(HERE, opened(HERE, PLAN))["plan"]
    assert carried["answers"].a["obstacle"] is None
    assert carried["answers"].b is None


def test_without_a_choice_everything_opens():
    here = replace(HERE, settings=replace(HERE.settings, keeps=False))
    plan = {name: words for name, words in PLAN.items() if not name.endswith("_opens")}
    assert KIND.view(here, opened(here, plan), B).theirs.plans == ((A, plan),)


def test_a_plan_that_was_taken_back_is_gone():
    assert KIND.view(HERE, opened(HERE, GONE), B).theirs.plans == ((A, GONE),)


def test_the_writer_sees_beforehand_what_will_open():
    state = KIND.evolve(HERE, KIND.start(HERE), HandedIn(A, PLAN))
    mine = KIND.view(HERE, state, A).mine
    assert (mine.plan["obstacle"], mine.opens["obstacle"]) == ("Tired", None)
