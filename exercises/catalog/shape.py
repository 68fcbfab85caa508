"""The shape of a definition: its description, and the settings of each step kind. Other checks are in `rules`."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_type_hints

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from exercises.catalog.aims import Aim
from exercises.catalog.files import Problem, Route
from exercises.catalog.meant import all_names, meant, purpose
from exercises.catalog.sentences import NO_GROUP, UNKNOWN, sentence
from exercises.core.kind import Exercise, Step, StepKind
from exercises.core.text import Localized
from exercises.steps.registry import STEP_KINDS

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True)

Domain = Literal[
    "emotional", "reassurance", "decisions", "money", "practical", "own_time", "outside", "influence"
]


Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=50)]


class WrittenStep(BaseModel):
    """A step in a file: id, kind and title, and the settings of its kind."""

    model_config = STRICT
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
    kind: str
    title: Localized

    def step(self) -> Step:
        kind = STEP_KINDS[self.kind]
        settings = {each.name: getattr(self, each.name) for each in dataclasses.fields(kind.settings)}
        return Step(self.id, self.title, kind, kind.settings(**settings))


def _written(kind: StepKind) -> type[WrittenStep]:
    """Return the pydantic model of a step of this kind, which validates and stores its settings."""
    hints = get_type_hints(kind.settings)
    taken = set(WrittenStep.model_fields) & set(hints)
    if taken:
        raise TypeError(f"{kind.name}: a setting may not be called {', '.join(sorted(taken))}")
    written: dict[str, Any] = {
        each.name: (hints[each.name], ... if each.default is dataclasses.MISSING else each.default)
        for each in dataclasses.fields(kind.settings)
    }
    written["kind"] = (Literal[kind.name], ...)
    found: type[WrittenStep] = create_model(f"Written_{kind.name}", __base__=WrittenStep, **written)
    return found


if TYPE_CHECKING:
    AnyStep = WrittenStep
else:
    AnyStep = Annotated[Union[tuple(map(_written, STEP_KINDS.values()))], Field(discriminator="kind")]  # noqa: UP007


@dataclasses.dataclass(frozen=True)
class Evidence:
    """`grade`: A several good trials, B at least one, C experience and weak studies; `says` it honestly."""

    grade: Literal["A", "B", "B-", "C+", "C"]
    says: Localized


class Envelope(BaseModel):
    """The description that every exercise has, for one or for two.

    `fits`: when it is of use, beside `not_for`. `next`: the slugs of exercises that follow well.
    """

    model_config = STRICT
    format: Literal[1]
    slug: Slug
    title: Localized
    purpose: Localized
    not_for: Localized
    minutes: Annotated[int, Field(ge=1, le=120)]
    evidence: Evidence
    provenance: Localized
    domains: tuple[Domain, ...] = ()
    aims: tuple[Aim, ...] = ()
    fits: Localized | None = None
    next: tuple[Slug, ...] = ()


class CoupleDefinition(Envelope):
    """An exercise for two, as its author wrote it in all languages.

    `way`: what it is meant for: both at the same time, each when it suits them, or either; each is possible with all.
    """

    for_: Annotated[Literal["couple"], Field(alias="for")]
    summary: Localized | None = None
    with_counselor: bool = False
    way: Literal["live", "apart", "either"] = "either"
    steps: Annotated[tuple[AnyStep, ...], Field(min_length=2)]

    def exercise(self) -> Exercise:
        """Return the exercise that the core runs."""
        return Exercise(self.slug, self.title, tuple(written.step() for written in self.steps))


def shape_problems(error: ValidationError, data: Any, shape: Any) -> Iterator[Problem]:
    """Convert pydantic's errors of data that should have this shape to plain sentences with the right position."""
    for found in error.errors(include_url=False):
        route, branch = _route(found["loc"], data)
        value = _at(data, route)
        if branch == "str" and isinstance(value, dict):
            continue  # a text in several languages: the other branch says what is wrong with it
        if found["type"] == "too_short" and len(value) >= found["ctx"]["min_length"]:
            continue  # it counts only those that are in order, and says what is wrong with each other one
        wrong_text = branch and found["type"] != "missing"
        says = _("should be a text, or a text for each language") if wrong_text else sentence(found, value)
        yield Problem(route, says + _more(found, route, data, shape), at_name=found["type"] in UNKNOWN)


def _more(found: Any, route: Route, data: Any, shape: Any) -> str:
    """Return what helps somebody who does not know which names there are, and what for."""
    if found["type"] in UNKNOWN:
        return meant(shape, route, data)
    if found["type"] == "missing":
        return purpose(shape, route, data, str(found["loc"][-1]))
    return all_names(shape, route, data) if found["type"] in NO_GROUP else ""


def _route(location: tuple[str | int, ...], data: Any) -> tuple[Route, str]:
    """Return the route without the names that pydantic gives to branches, and the last such name."""
    route: list[str | int] = []
    branch = ""
    for part in location:
        known = isinstance(data, dict) and part in data
        if known or (isinstance(data, list) and isinstance(part, int) and part < len(data)):
            route.append(part)
            data, branch = data[part], ""
        else:
            branch = str(part) if part == "str" or str(part).startswith("dict[") else ""
    return tuple(route), branch


def _at(data: Any, route: Route) -> Any:
    for part in route:
        data = data[part]
    return data
