"""The exercises for one person: reads and checks their files. Knows no person, stores nothing.

Two shapes: a `check_in` over areas of life, and a `writing` of some questions. Errors name line and column, as for
the exercises of two.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, Literal

from django.utils.translation import gettext as _
from pydantic import Field, ValidationError

from exercises.catalog import FOLDER as COUPLES_FOLDER
from exercises.catalog.files import Problem, Route, load
from exercises.catalog.shape import Domain, Envelope, shape_problems
from exercises.catalog.texts import problems_in, texts_of
from exercises.core.words import Words

FOLDER: Final = COUPLES_FOLDER / "alone"
STEPS: Final = 7
"""How many words a ladder of ratings has."""


@dataclass(frozen=True)
class Question:
    """Something to write about, for oneself."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    label: Words
    hint: Words | None = None
    max_length: Annotated[int, Field(ge=20, le=2000)] = 1200


@dataclass(frozen=True)
class OwnArea:
    """One area. `own` and `partner` are asked with a partner in mind, `alone` without one."""

    key: Domain
    title: Words
    intro: Words
    own: Words
    partner: Words
    alone: Words


class About(Envelope):
    """An exercise for one."""

    for_: Annotated[Literal["one"], Field(alias="for")]
    intro: Words

    @property
    def address(self) -> str:
        """A name for addresses that tells nothing to whoever reads the history of a browser."""
        return sha256(self.slug.encode()).hexdigest()[:8]


class Writing(About):
    """Some questions, answered in one's own words."""

    kind: Literal["writing"]
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=8)]


class CheckIn(About):
    """Areas that are rated in words."""

    kind: Literal["check_in"]
    anchors: tuple[Words, ...]
    comfort_anchors: tuple[Words, ...]
    areas: Annotated[tuple[OwnArea, ...], Field(min_length=1)]


Definition = Writing | CheckIn
_KINDS: Final[dict[str, type[Writing] | type[CheckIn]]] = {"writing": Writing, "check_in": CheckIn}


def read(path: Path) -> Definition:
    """The definition in a file. Raises BrokenDefinition, which names everything wrong by line and column."""
    source = load(path)
    kind = source.data.get("kind") if isinstance(source.data, dict) else None
    if kind not in _KINDS:
        known = ", ".join(sorted(_KINDS))
        raise source.broken([Problem(("kind",), _("should be one of: {expected}").format(expected=known))])
    try:
        definition = _KINDS[kind].model_validate_json(json.dumps(source.data))
    except ValidationError as error:
        raise source.broken([*source.problems, *shape_problems(error, source.data)]) from None
    problems = [*source.problems, *_rule_problems(definition, path), *_text_problems(definition)]
    if problems:
        raise source.broken(problems)
    return definition


@cache
def all_definitions() -> tuple[Definition, ...]:
    """Every exercise for one that comes with Counterpoint, the shortest first."""
    found = (read(path) for path in FOLDER.glob("*.yaml"))
    return tuple(sorted(found, key=lambda one: (one.minutes, one.slug)))


def writings() -> tuple[Writing, ...]:
    return tuple(one for one in all_definitions() if isinstance(one, Writing))


def check_in() -> CheckIn:
    """The own check-in; there is one."""
    return next(one for one in all_definitions() if isinstance(one, CheckIn))


def _rule_problems(definition: Definition, path: Path) -> Iterator[Problem]:
    if definition.slug != path.stem:
        yield Problem(("slug",), _("should be the name of the file, “{name}”").format(name=path.stem))
    if isinstance(definition, CheckIn):
        for name in ("anchors", "comfort_anchors"):
            if len(getattr(definition, name)) != STEPS:
                yield Problem((name,), _("should be {number} words").format(number=STEPS))
        yield from _twice("areas", [area.key for area in definition.areas])
    else:
        yield from _twice("questions", [question.name for question in definition.questions])


def _twice(name: str, keys: list[str]) -> Iterator[Problem]:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            yield Problem((name, index), _("“{name}” is here twice").format(name=key))


def _text_problems(definition: Definition) -> Iterator[Problem]:
    """No placeholders: nobody else is named on pages for one."""
    found: list[tuple[Route, Words]] = []
    for name, info in type(definition).model_fields.items():
        found += texts_of(getattr(definition, name), info.annotation, (name,))
    yield from problems_in(found, lambda _route: frozenset())
