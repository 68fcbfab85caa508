"""What an author is told of the names at a place: which was probably meant, which there are, and what one is for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import is_dataclass
from difflib import get_close_matches
from typing import Any, Final, get_args, get_type_hints

from django.utils.translation import gettext as _
from pydantic import BaseModel

from exercises.catalog.described import AROUND, OF_A_STEP, settings_described
from exercises.steps.registry import STEP_KINDS

Route = tuple[str | int, ...]
CLOSE: Final = 0.7
"""How alike two names have to be, from 0 to 1, for one to be taken for the other."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the name most like this word, without regard to capitals, spaces and hyphens, or None."""
    plain = word.lower().replace(" ", "_").replace("-", "_")
    return next(iter(get_close_matches(plain, list(known), 1, CLOSE)), None)


def meant(shape: Any, route: Route, data: Any) -> str:
    """Return the end of a sentence that says which name is probably meant by the last one of the route, or nothing."""
    name = nearest(str(route[-1]), _names(shape, route[:-1], data)) if route else None
    return "; " + _("perhaps “{name}” is meant").format(name=name) if name else ""


def purpose(shape: Any, route: Route, data: Any, name: str) -> str:
    """Return the end of a sentence that says what belongs under this name in the group at the route, or nothing."""
    said = _names(shape, route, data).get(name)
    return f": {said[0].lower()}{said[1:].rstrip('.')}" if said else ""


def all_names(shape: Any, route: Route, data: Any) -> str:
    """Return the end of a sentence that lists the names of the group at the route, or nothing."""
    names = _names(shape, route, data)
    return ": " + ", ".join(names) if names else ""


def _names(shape: Any, route: Route, data: Any) -> dict[str, str]:
    """Return the names that the group at this route of the data may hold, each with what it is for, or with nothing."""
    said = AROUND
    if route[:1] == ("steps",) and len(route) > 1:
        step = data["steps"][route[1]]
        kind = STEP_KINDS.get(str(step.get("kind"))) if isinstance(step, dict) else None
        if kind is None:
            return OF_A_STEP
        shape, route, said = kind.settings, route[2:], OF_A_STEP
    for part in route:
        if isinstance(part, str):
            shape, said = _shape_in(_hints(shape).get(part)), {}
    own = said | settings_described(getattr(shape, "__doc__", None) or "")
    names = [*(name for name in said if said is OF_A_STEP), *_hints(shape)]
    return {name: own.get(name, "") for name in names}


def _hints(shape: Any) -> dict[str, Any]:
    """Return the type of each name in a group of this shape."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        return {info.alias or name: info.annotation for name, info in shape.model_fields.items()}
    return get_type_hints(shape) if is_dataclass(shape) else {}


def _shape_in(hint: Any) -> Any:
    """Return the group that a type is or holds: that of `tuple[Question, ...]` is Question."""
    if is_dataclass(hint) or not get_args(hint):
        return hint
    return next((found for each in get_args(hint) if is_dataclass(found := _shape_in(each))), None)
