"""The settings of a `question` step, and which of its questions are drawn, in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from exercises.core.checks import Fault, Placed
from exercises.core.text import Localized
from exercises.core.text import say as _

NUMBERS: Final = ("one", "two", "three", "four", "five", "six")
"""In the commands of each question that is drawn: drafts are kept of commands in letters alone."""
MOST_DRAWN: Final = len(NUMBERS)
"""How many questions a step may draw: `Here.chance` has bits enough for as many."""
DEEPEST: Final = 3
OF_EACH_DEPTH: Final = 2
"""How many questions of one depth come before the first of the next."""

Area = Literal[
    "light",
    "emotional",
    "reassurance",
    "decisions",
    "money",
    "practical",
    "own_time",
    "outside",
    "influence",
]


@dataclass(frozen=True)
class Question:
    """`key`: stored with answers, never changes. `depth`: 1 for light ones, which come first, up to `DEEPEST`."""

    key: str
    area: Area
    depth: int
    ask: Localized


@dataclass(frozen=True)
class Settings:
    """`questions`: the bank from which they are drawn.

    `most`: how many can be drawn in this step, the first included.
    """

    intro: Localized
    questions: tuple[Question, ...]
    most: int = 5
    max_length: int = 600


def drawn(settings: Settings, chance: int, before: Mapping[str, int]) -> tuple[Question, ...]:
    """Return the questions of this step in their order: at first two light ones, then two of each depth below.

    `before`: how often each was drawn in earlier sessions. None comes again until all have come; where a depth is used
    up, the nearest is drawn.
    """
    left = list(settings.questions)
    found: list[Question] = []
    for number in range(min(settings.most, len(left))):
        wanted = 1 + number // OF_EACH_DEPTH
        ranks = [(before.get(one.key, 0), abs(one.depth - wanted), one.depth) for one in left]
        pool = [one for one, rank in zip(left, ranks, strict=True) if rank == min(ranks)]
        chance, index = divmod(chance, len(pool))
        left.remove(pool[index])
        found.append(pool[index])
    return tuple(found)


def checks(placed: Placed) -> Iterator[Fault]:
    questions: tuple[Question, ...] = placed.settings.questions
    yield from placed.names("questions", "key", [one.key for one in questions])
    for index, one in enumerate(questions):
        yield from placed.between(one.depth, 1, DEEPEST, "questions", index, "depth")
    yield from placed.between(placed.settings.most, 1, MOST_DRAWN, "most")
    yield from placed.between(placed.settings.max_length, 1, 4000, "max_length")
    if len(questions) < placed.settings.most:
        yield placed.wrong(_("there are fewer questions than can be drawn"), "questions")
