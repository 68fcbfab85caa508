"""Checks that step kinds apply to the steps of a definition. Independent of files and of any single kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from exercises.core.text import Phrase
from exercises.core.text import say as _

from .fields import RESERVED

Route = tuple[str | int, ...]
"""The way from the top of a definition to a value: names and list positions."""

FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with the value at `route`."""

    route: Route
    says: Phrase


class NamedKind(Protocol):
    """A step kind, as far as checks need it: its name, and what it hands on to later steps (see `StepKind`)."""

    @property
    def name(self) -> str: ...

    @property
    def gives(self) -> tuple[str, ...]: ...


class EarlierStep(Protocol):
    """A step that stands before the one being checked."""

    @property
    def kind(self) -> NamedKind: ...

    @property
    def settings(self) -> Any: ...


@dataclass(frozen=True)
class Placed:
    """A step where it stands: its settings, the steps `before` it by id, and whether somebody was asked to speak first.

    `kinds`: all there are, by name, so that a fault can name those that would do.
    """

    index: int
    settings: Any
    before: Mapping[str, EarlierStep]
    has_speaker: bool
    kinds: Mapping[str, NamedKind]

    def wrong(self, says: Phrase, *route: str | int) -> Fault:
        return Fault(("steps", self.index, *route), says)

    def earlier(self, name: str, *gives: str) -> Iterator[Fault]:
        """The setting `name` must be the id of an earlier step, of a kind that gives one of these (see `StepKind`)."""
        step = self.before.get(getattr(self.settings, name))
        if step is None:
            yield self.wrong(_("there is no earlier step with this id"), name)
        elif gives and not set(gives) & set(step.kind.gives):
            fitting = ", ".join(one.name for one in self.kinds.values() if set(gives) & set(one.gives))
            yield self.wrong(_("should be a step of the kind {kinds}", kinds=fitting), name)

    def needs_speaker(self, route: Route = ("kind",)) -> Iterator[Fault]:
        """Somebody must be asked to speak first."""
        if not self.has_speaker:
            yield self.wrong(_("this needs “speaker: true” in the arrival"), *route)

    def names(self, many: str, name: str, given: Sequence[str]) -> Iterator[Fault]:
        """Names become names of fields and are kept in what people answered: short, plain, each once."""
        for index, one in enumerate(given):
            if not FIELD_NAME.fullmatch(one) or one in RESERVED:
                says = _("should be small letters, digits and _, and no reserved name")
                yield self.wrong(says, many, index, name)
            if one in given[:index]:
                yield self.wrong(_("this name is taken"), many, index, name)

    def distinct(self, values: Sequence[str], *here: str | int) -> Iterator[Fault]:
        """Each value once, and none empty."""
        for index, value in enumerate(values):
            if value in values[:index] or not value:
                yield self.wrong(_("this value is empty or taken"), *here, index, "value")

    def between(self, value: int, low: int, high: int, *here: str | int) -> Iterator[Fault]:
        """The value at `here` must lie between these two, both included."""
        if not low <= value <= high:
            yield self.wrong(_("should be from {low} to {high}", low=low, high=high), *here)
