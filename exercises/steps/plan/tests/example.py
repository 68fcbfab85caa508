"""Plans in a small exercise: of both, of what fits both; and of the speaker, who keeps parts of it for good."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random
from typing import Any

from exercises.core.closed_forms import FormsOpened, HandedIn
from exercises.steps.plan.form import Settings
from tests.core.example import Example

KEEPABLE = ("why", "obstacle", "if_then")


def kept(answers: Mapping[str, Any]) -> list[str]:
    """The parts that stay closed for ever: where there is a choice, those without a tick."""
    return [name for name in KEEPABLE if f"{name}_opens" in answers and not answers[f"{name}_opens"]]


def kept_as_sent(raw: Mapping[str, Any]) -> list[str]:
    return [name for name in KEEPABLE if raw.get(f"{name}_opens") != "yes"]


def opened(session: Any, event: Any, owner: Any) -> Any:
    answers = session.state.answers.of(owner) if isinstance(event, FormsOpened) else None
    if not isinstance(answers, Mapping) or owner not in session.state.writers:
        return None
    hidden = (*kept(answers), *(f"{name}_opens" for name in KEEPABLE))
    return {name: said for name, said in answers.items() if name not in hidden}


def changed(event: Any, opened: Any, rng: Random) -> Any:
    if not isinstance(event, HandedIn) or not isinstance(event.answers, Mapping):
        return event
    closed = (
        kept(event.answers) if opened else [name for name in event.answers if not name.endswith("_opens")]
    )
    new = {name: f"never opened {rng.random()}" for name in closed}
    return replace(event, answers={**event.answers, **new})


EXAMPLE = Example(
    settings=Settings("Plan", "What?", who="speaker", keeps=True, waiting="Wait"),
    around=lambda part: (
        part("private_reflection", "ideas"),
        part("plan", "plans", who="both", about="ideas", keeps=False, waiting=""),
        part("plan"),
    ),
    silent=frozenset({"hand_in", "take_back"}),
    opened=opened,
    never_opens=kept_as_sent,
    changed=changed,
)
