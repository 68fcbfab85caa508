"""Small exercises for the proofs, one around every step kind. Refuses real wording: only shapes count here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from exercises.core import session
from exercises.core.kind import Exercise, Step, StepKind
from exercises.steps.answer import kind as answer
from exercises.steps.arrival import kind as arrival
from exercises.steps.closing import kind as closing
from exercises.steps.listening_turns import kind as listening_turns
from exercises.steps.negotiation import kind as negotiation
from exercises.steps.perception import form as balance_sheet
from exercises.steps.private_reflection import form as reflection
from exercises.steps.registry import STEP_KINDS
from exercises.steps.swap import kind as swap

NOON: Final = datetime(2030, 3, 1, 12, tzinfo=UTC)
AREAS: Final = ("home", "money", "rest", "friends", "plans")


def step(kind: str, settings: Any, name: str | None = None) -> Step:
    return Step(name or kind, {"en": f"Step {name or kind}"}, STEP_KINDS[kind], settings)


def arrive() -> Step:
    return step("arrival", arrival.Settings(intro="Arrive", speaker=True))


def close() -> Step:
    return step("closing", closing.Settings(intro="Close", sentence="One sentence"))


def write(who: Any = "speaker") -> Step:
    questions = (reflection.Question("see", "What?"), reflection.Question("ask", "Ask?", required=False))
    note = reflection.Note("see", {"en": ("always",)}, "Always?")
    return step(
        "private_reflection", reflection.Settings("Write", questions, who=who, notes=(note,)), "write"
    )


def one_item_each() -> Step:
    """The sheet before a table: words, which of the three, and weeks."""
    kinds = tuple(reflection.Pick(kind, kind) for kind in ("limit", "request", "agreement"))
    weeks = tuple(reflection.Pick(number, number) for number in "234")
    questions = (
        reflection.Question("words", "Words", max_length=300),
        reflection.Question("kind", "Kind", choices=kinds, fact=True),
        reflection.Question("weeks", "Weeks", choices=weeks, fact=True, required=False),
    )
    return step("private_reflection", reflection.Settings("Write", questions), "write")


def rate() -> Step:
    areas = tuple(balance_sheet.Area(key, key, f"I {key}", f"You {key}") for key in AREAS)
    return step(
        "perception", balance_sheet.Settings("Rate", areas, (), (), fewest=2, most=4, at_once=2), "rate"
    )


def listen(**settings: Any) -> Step:
    return step("listening_turns", listening_turns.Settings("Speak", "Say it back", **settings), "listen")


def respond() -> Step:
    return step("answer", answer.Settings("Answer", about="write", request="ask"))


def swap_to(back_to: str) -> Step:
    return step("swap", swap.Settings("Swap", back_to=back_to))


def bargain() -> Step:
    return step("negotiation", negotiation.Settings("The table", about="write"))


def exercise(*steps: Step) -> Exercise:
    return Exercise("example", "Example", (arrive(), *steps, close()))


OF_KIND: Final[dict[str, Exercise]] = {
    "arrival": exercise(),
    "private_reflection": exercise(write("both")),
    "perception": exercise(rate(), listen(about="rate", speaks="each", rounds=1)),
    "listening_turns": exercise(
        listen(speaks="each"), write(), step("listening_turns", listen(about="write").settings)
    ),
    "answer": exercise(write(), listen(about="write", rounds=2), respond()),
    "swap": exercise(write(), swap_to("write")),
    "negotiation": exercise(one_item_each(), bargain()),
    "closing": exercise(step("closing", closing.Settings("Half way", "So far"), "half_way")),
}
"""An exercise in which the kind can show all it does; a kind without one fails `test_examples`."""


def begin(which: Exercise) -> session.Session:
    return session.begin(which, NOON)


def with_kind(which: Exercise, planted: StepKind) -> Exercise:
    """The exercise with every step of that name run by `planted` instead."""
    steps = tuple(
        Step(one.id, one.title, planted, one.settings) if one.kind.name == planted.name else one
        for one in which.steps
    )
    return Exercise(which.slug, which.title, steps)
