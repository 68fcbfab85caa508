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
"""The names and list positions that lead from the top of a definition to a value."""

FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True)
class Fault:
    """What is wrong with the value at `route`."""

    route: Route
    says: Phrase


def name_faults(many: str, name: str, given: Sequence[str]) -> Iterator[Fault]:
    """Check that each `name` in the list `many` can be a field name and stands there once; routes begin at `many`."""
    for index, one in enumerate(given):
        if not FIELD_NAME.fullmatch(one) or one in RESERVED:
            yield Fault((many, index, name), _("should be small letters, digits and _, and no reserved name"))
        if one in given[:index]:
            yield Fault((many, index, name), _("this name is taken"))


class NamedKind(Protocol):
    """What checks need of a step kind: its name, and what it hands on to later steps (see `StepKind`)."""

    @property
    def name(self) -> str: ...

    @property
    def gives(self) -> tuple[str, ...]: ...


class EarlierStep(Protocol):
    """A step before the one being checked."""

    @property
    def kind(self) -> NamedKind: ...

    @property
    def settings(self) -> Any: ...


@dataclass(frozen=True)
class Placed:
    """A step in its definition: its settings, the earlier steps by id (`before`), and whether a speaker is asked for.

    `kinds`: all kinds by name, so that a fault can name those that fit. `later`: the ids of the steps after it.
    """

    index: int
    settings: Any
    before: Mapping[str, EarlierStep]
    has_speaker: bool
    kinds: Mapping[str, NamedKind]
    later: frozenset[str] = frozenset()

    def wrong(self, says: Phrase, *route: str | int) -> Fault:
        return Fault(("steps", self.index, *route), says)

    def earlier(self, name: str, *gives: str) -> Iterator[Fault]:
        """Check that the setting `name` is the id of an earlier step whose kind gives one of `gives`."""
        wanted = getattr(self.settings, name)
        step = self.before.get(wanted)
        if step is None and wanted in self.later:
            yield self.wrong(_("this step comes later: nothing of it is written or open yet"), name)
        elif step is None:
            yield self.wrong(_("there is no earlier step with this id"), name)
        elif gives and not set(gives) & set(step.kind.gives):
            fitting = ", ".join(one.name for one in self.kinds.values() if set(gives) & set(one.gives))
            yield self.wrong(_("should be a step of the kind {kinds}", kinds=fitting), name)

    def needs_speaker(self, route: Route = ("kind",)) -> Iterator[Fault]:
        """Check that the arrival asks who speaks first."""
        if not self.has_speaker:
            yield self.wrong(_("this needs “speaker: true” in the arrival"), *route)

    def names(self, many: str, name: str, given: Sequence[str]) -> Iterator[Fault]:
        """Check that names are short, plain and unique: they become field names and are stored with answers."""
        for fault in name_faults(many, name, given):
            yield self.wrong(fault.says, *fault.route)

    def distinct(self, values: Sequence[str], *here: str | int) -> Iterator[Fault]:
        """Check that the values are unique and not empty."""
        for index, value in enumerate(values):
            if value in values[:index] or not value:
                yield self.wrong(_("this value is empty or taken"), *here, index, "value")

    def between(self, value: int, low: int, high: int, *here: str | int) -> Iterator[Fault]:
        """Check that the value at `here` is from `low` to `high`, both included."""
        if not low <= value <= high:
            yield self.wrong(_("should be from {low} to {high}", low=low, high=high), *here)
