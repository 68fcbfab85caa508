"""The available exercises: reads definition files and builds what the core runs. Stores nothing."""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from exercises.catalog.files import BrokenDefinition
from exercises.catalog.reading import FOLDER, Definition, check, definition_files, read
from exercises.catalog.shape import CoupleDefinition
from exercises.catalog.solo import CheckIn, Writing
from exercises.core.kind import Exercise

__all__ = [
    "FOLDER",
    "BrokenDefinition",
    "CheckIn",
    "CoupleDefinition",
    "Definition",
    "Writing",
    "all_definitions",
    "canonical",
    "check",
    "check_in",
    "content_hash",
    "couple_definitions",
    "definition_files",
    "exercise_of",
    "named",
    "read",
    "startable",
    "unusable",
    "writings",
]

LATER_MARKS: Final = ("summary", "with_counselor", "aims", "fits", "next", "way")


@cache
def all_definitions() -> tuple[Definition, ...]:
    """Return every exercise that comes with Counterpoint, for two and for one, the shortest first."""
    found = (read(path) for path in definition_files(FOLDER))
    return tuple(sorted(found, key=lambda definition: (definition.minutes, definition.slug)))


def unusable() -> tuple[str, ...]:
    """Return all that is wrong with the exercises that come with Counterpoint, so that none of them can be used."""
    try:
        all_definitions()
    except BrokenDefinition:
        return tuple(line for path in definition_files(FOLDER) for line in _lines(path))
    return ()


def _lines(path: Path) -> tuple[str, ...]:
    try:
        read(path)
    except BrokenDefinition as error:
        return error.lines
    return ()


def couple_definitions() -> tuple[CoupleDefinition, ...]:
    return tuple(one for one in all_definitions() if isinstance(one, CoupleDefinition))


def startable() -> tuple[CoupleDefinition, ...]:
    """Return those that a couple may start without a counselor."""
    return tuple(one for one in couple_definitions() if not one.with_counselor)


def writings() -> tuple[Writing, ...]:
    return tuple(one for one in all_definitions() if isinstance(one, Writing))


def check_in() -> CheckIn:
    """Return the only check-in for one person."""
    return next(one for one in all_definitions() if isinstance(one, CheckIn))


def named(slug: str) -> CoupleDefinition | None:
    """Return the exercise for two with this slug, or None."""
    return next((one for one in couple_definitions() if one.slug == slug), None)


def canonical(definition: CoupleDefinition) -> dict[str, Any]:
    """Return the whole definition as JSON data: all languages, the format, and every default.

    A mark that was added to the format later is included only if it is not its default, so that older versions keep
    their hash.
    """
    body = definition.model_dump(mode="json", by_alias=True)
    for name in LATER_MARKS:
        if getattr(definition, name) == CoupleDefinition.model_fields[name].default:
            del body[name]
    return body


def content_hash(body: dict[str, Any]) -> str:
    """Return the SHA-256 of a canonical body; the order of its names does not matter."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def exercise_of(body: dict[str, Any]) -> Exercise:
    """Return the exercise of a stored canonical body.

    Only the shape is checked, so that stricter rules for authors never break an older session.
    """
    return CoupleDefinition.model_validate_json(json.dumps(body)).exercise()
