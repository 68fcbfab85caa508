"""One at a time in a small exercise: of what both allow a few open, one by one, and the rest stays closed for good."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from exercises.core.closed_forms import FormsOpened, HandedIn, TakenBack
from exercises.core.events import MovedOn
from exercises.steps.one_at_a_time.form import Answer, Ask, Settings, Topic
from exercises.steps.one_at_a_time.reveal import NextOpened
from tests.core.example import Example

KEYS = ("food", "money", "rest", "visits", "papers", "pets")
QUESTIONS = ("carries",)


def of_topic(answers: Any, key: str) -> Any:
    if not isinstance(answers, Mapping):
        return answers
    return [said for name, said in answers.items() if name.startswith(f"{key}.")]


def opened(session: Any, event: Any, owner: Any) -> Any:
    """One topic, and whether there is another."""
    if isinstance(event, FormsOpened):
        order, at = event.facts["order"], 0
    elif isinstance(event, NextOpened):
        order, at = session.state.order, session.state.at + 1
    else:
        return None
    answers = session.state.closed.answers.of(owner)
    return [(key, of_topic(answers, key)) for key in order[at : at + 1]], len(order) > at + 1


def topics(answers: Mapping[str, Any]) -> set[str]:
    return {name.split(".")[0] for name in answers if "." in name} - {"open"}


def may_differ(answers: Mapping[str, Any]) -> list[str]:
    """All that was answered: much of it stays closed for good. And where the first topic reads the same by chance,
    nobody may notice that a later one does not."""
    return [name for name in answers if name.split(".")[0] in topics(answers)]


def opening(event: Any, later: Sequence[Any]) -> Any:
    """The keys of all topics that open of this very sheet; None if it never opens."""
    order: Any = None
    shown = 0
    for one in later if isinstance(event, HandedIn) else ():
        if isinstance(one, MovedOn) or (isinstance(one, TakenBack) and one.by is event.by):
            break
        if isinstance(one, FormsOpened):
            order = one.facts["order"]
        shown += isinstance(one, FormsOpened | NextOpened)
    return None if order is None else order[:shown]


def _same_question(answers: Mapping[str, Any], name: str) -> list[Any]:
    """What was answered to the same question on any topic."""
    return [said for one, said in answers.items() if one.split(".")[-1] == name.split(".")[-1]]


def changed(event: Any, opened: Any, rng: Random) -> Any:
    if not isinstance(event, HandedIn) or not isinstance(event.answers, Mapping):
        return event
    closed = topics(event.answers) - set(opened or ())
    new = {
        name: rng.choice(_same_question(event.answers, name))
        for name in event.answers
        if name.split(".")[0] in closed
    }
    return replace(event, answers={**event.answers, **new})


ANSWERS = (Answer("me", "I do", "you"), Answer("you", "{partner} does", "me"), Answer("both", "Both of us"))

EXAMPLE = Example(
    settings=Settings(
        "Look",
        tuple(Topic(key, key) for key in KEYS),
        tuple(Ask(key, f"Who {key}?", ANSWERS) for key in QUESTIONS),
        "What it stood for",
    ),
    around=lambda part: (part("one_at_a_time"),),
    silent=frozenset({"hand_in", "take_back"}),
    opened=opened,
    never_opens=may_differ,
    opening=opening,
    changed=changed,
)
