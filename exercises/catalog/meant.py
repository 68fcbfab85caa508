"""The name that an author probably meant by one that is not known at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from difflib import get_close_matches
from typing import Any, Final, get_args, get_type_hints

from django.utils.translation import gettext as _
from pydantic import BaseModel

from exercises.steps.registry import STEP_KINDS

CLOSE: Final = 0.7
"""How alike two names have to be, from 0 to 1, for one to be taken for the other."""
OF_EVERY_STEP: Final = ("id", "kind", "title")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the name most like this word, without regard to capitals, spaces and hyphens, or None."""
    plain = word.lower().replace(" ", "_").replace("-", "_")
    return next(iter(get_close_matches(plain, list(known), 1, CLOSE)), None)


def meant(shape: Any, route: tuple[str | int, ...], data: Any) -> str:
    """Return the end of a sentence that says which name is probably meant by the last one of the route, or nothing."""
    name = nearest(str(route[-1]), _names(shape, route, data)) if route else None
    return "; " + _("perhaps “{name}” is meant").format(name=name) if name else ""


def _names(shape: Any, route: tuple[str | int, ...], data: Any) -> Iterator[str]:
    """Yield the names that may stand where the route ends, in data of this shape."""
    if route[0] == "steps" and len(route) > 2:
        shape = STEP_KINDS[data["steps"][route[1]]["kind"]].settings
        route = route[2:]
        if len(route) == 1:
            yield from OF_EVERY_STEP
    for part in route[:-1]:
        if isinstance(part, str):
            shape = _shape_in(_hints(shape).get(part))
    yield from _hints(shape)


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
