"""What somebody looks for in the catalogue, and which exercises fit, in the order that docs/for-partners.md prints.

Nothing is stored or counted of what is looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from exercises.catalog import CoupleDefinition, Definition
from exercises.catalog.aims import AIMS, GROUPS
from exercises.translate import Reader, in_language

MOST_WORDS: Final = 80
"""Characters of what is searched for; the rest is left out."""
MINUTES: Final = (5, 15, 30)
WAYS: Final = ("live", "apart")
TWO, ONE = "two", "one"


@dataclass(frozen=True)
class Wanted:
    """What is looked for. Empty or 0: anything. `who`: "two", "one"; `way`: "live", "apart"."""

    words: str = ""
    group: str = ""
    aim: str = ""
    minutes: int = 0
    way: str = ""
    who: str = ""

    @property
    def is_all(self) -> bool:
        """Whether nothing in particular is looked for."""
        return self == Wanted()


def wanted(given: Mapping[str, str]) -> Wanted:
    """Return what an address asks for; values that nobody offers count as none."""

    def one_of(name: str, known: Iterable[str]) -> str:
        value = given.get(name, "")
        return value if value in known else ""

    minutes = one_of("minutes", map(str, MINUTES))
    return Wanted(
        words=" ".join(given.get("q", "")[:MOST_WORDS].split()),
        group=one_of("group", GROUPS),
        aim=one_of("aim", AIMS),
        minutes=int(minutes or 0),
        way=one_of("way", WAYS),
        who=one_of("who", (TWO, ONE)),
    )


def fitting(
    definitions: Iterable[Definition], looked_for: Wanted, completed: Iterable[str]
) -> list[Definition]:
    """Return what fits: what the two have not completed first, then the shortest."""
    done = frozenset(completed)
    found = [one for one in definitions if _fits(one, looked_for)]
    return sorted(found, key=lambda one: (one.slug in done, one.minutes, in_language(one.title)))


def _fits(definition: Definition, looked_for: Wanted) -> bool:
    is_for_two = isinstance(definition, CoupleDefinition)
    return (
        (not looked_for.aim or looked_for.aim in definition.aims)
        and (not looked_for.group or looked_for.group in {AIMS[aim].group for aim in definition.aims})
        and (not looked_for.minutes or definition.minutes <= looked_for.minutes)
        and (not looked_for.who or looked_for.who == (TWO if is_for_two else ONE))
        and (not looked_for.way or _way(definition) in (looked_for.way, "either"))
        and _says(definition, looked_for.words)
    )


def _way(definition: Definition) -> str:
    """Return how it is meant; one for one person is done when it suits them."""
    return definition.way if isinstance(definition, CoupleDefinition) else "apart"


def _says(definition: Definition, words: str) -> bool:
    """Return whether its title, its purpose and the words for what it is good for hold every one of these words."""
    if not words:
        return True
    reader = Reader.for_anybody()
    texts = [in_language(definition.title), in_language(definition.purpose)]
    if isinstance(definition, CoupleDefinition) and definition.summary:
        texts.append(in_language(definition.summary))
    texts += (reader.text(words) for aim in definition.aims for words in (AIMS[aim].says, AIMS[aim].found_by))
    texts += (reader.text(GROUPS[AIMS[aim].group]) for aim in definition.aims)
    held = "\n".join(texts).casefold()
    return all(word in held for word in words.casefold().split())
