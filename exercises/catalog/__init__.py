"""The available exercises: reads and checks definition files and builds what the core runs. Stores nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from pydantic import ValidationError

from exercises.catalog.files import BrokenDefinition, Problem, Source, load
from exercises.catalog.rules import rule_problems
from exercises.catalog.shape import CoupleDefinition, shape_problems
from exercises.catalog.solo import CheckIn, Writing, solo_problems
from exercises.catalog.texts import text_problems
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
    "check_in",
    "content_hash",
    "couple_definitions",
    "exercise_of",
    "named",
    "read",
    "startable",
    "writings",
]

LATER_MARKS: Final = ("summary", "with_counselor", "aims", "fits", "next", "way")
FOLDER: Final = Path(__file__).parent.parent / "definitions"
Definition = CoupleDefinition | Writing | CheckIn


def read(path: Path) -> Definition:
    """Return the definition in a file, for two or for one. Raises BrokenDefinition with every error found."""
    source = load(path)
    shape = _shape_of(source)
    try:
        definition = shape.model_validate_json(json.dumps(source.data))
    except ValidationError as error:
        raise source.broken(_joined(source, list(shape_problems(error, source.data)))) from None
    problems = [*source.problems, *_rule_problems(definition), *text_problems(definition)]
    if definition.slug != path.stem:
        problems.append(
            Problem(("slug",), _("should be the name of the file, “{name}”").format(name=path.stem))
        )
    if problems:
        raise source.broken(problems)
    return definition


def _shape_of(source: Source) -> type[CoupleDefinition] | type[Writing] | type[CheckIn]:
    """Return the shape for the values of `for` and `kind`. Raises BrokenDefinition if there is no such shape."""
    data = source.data if isinstance(source.data, dict) else {}
    match data.get("for"), data.get("kind"):
        case "couple" | None, _any:
            return CoupleDefinition
        case "one", "writing":
            return Writing
        case "one", "check_in":
            return CheckIn
        case "one", _other:
            name, known = "kind", "check_in, writing"
        case _:
            name, known = "for", "couple, one"
    says = _("should be one of: {expected}").format(expected=known)
    raise source.broken([*source.problems, Problem((name,), says)])


def _rule_problems(definition: Definition) -> Iterable[Problem]:
    if not definition.aims:
        yield Problem((), _("“{name}” is missing").format(name="aims"))
    if definition.slug in definition.next:
        yield Problem(("next", definition.next.index(definition.slug)), _("should be another exercise"))
    if isinstance(definition, CoupleDefinition):
        yield from rule_problems(definition.exercise())
    else:
        yield from solo_problems(definition)


def _joined(source: Source, shape: list[Problem]) -> list[Problem]:
    """Return all problems. If both report one for the same value, only the shape's, which says what was expected."""
    told = {problem.route for problem in shape}
    return [
        *shape,
        *(problem for problem in source.problems if problem.position or problem.route not in told),
    ]


@cache
def all_definitions() -> tuple[Definition, ...]:
    """Return every exercise that comes with Counterpoint, for two and for one, the shortest first."""
    found = (read(path) for path in FOLDER.rglob("*.yaml"))
    return tuple(sorted(found, key=lambda definition: (definition.minutes, definition.slug)))


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
