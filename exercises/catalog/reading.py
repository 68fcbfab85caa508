"""Reads one definition with its translations, and names everything that is wrong with it. Stores nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from exercises.catalog.files import BrokenDefinition, Problem, Source, load
from exercises.catalog.rules import rule_problems
from exercises.catalog.shape import CoupleDefinition, shape_problems
from exercises.catalog.solo import CheckIn, Writing, solo_problems
from exercises.catalog.style import style_problems
from exercises.catalog.texts import text_problems
from exercises.catalog.translations import is_translation, translated, translations_of

FOLDER = Path(__file__).parent.parent / "definitions"
Definition = CoupleDefinition | Writing | CheckIn
A_TRANSLATION: Final = gettext_lazy(
    "this looks like a translation: its name should be that of the exercise and the code of the language, "
    "as in two-good-things.de.yaml"
)


def definition_files(folder: Path) -> list[Path]:
    """Return the definitions in a folder and those below it, without their translations, in the order of names."""
    return sorted(path for path in folder.rglob("*.yaml") if not is_translation(path))


def read(path: Path) -> Definition:
    """Return the definition in a file, for two or for one. Raises BrokenDefinition with every error found."""
    return _read(path)[1]


def check(path: Path) -> None:
    """Raise BrokenDefinition with everything that is wrong, also with how it sounds and with what follows it."""
    source, definition = _read(path)
    known = {each.stem for folder in (FOLDER, path.parent) for each in definition_files(folder)}
    problems = [*style_problems(definition), *_unknown_next(definition, known)]
    if path.suffix != ".yaml":
        problems.append(Problem((), _("the name of the file should end in .yaml")))
    if problems:
        raise source.broken(problems)


def _read(path: Path) -> tuple[Source, Definition]:
    source = load(path)
    definition = _shaped(source)
    problems = [*source.problems, *_rule_problems(definition), *text_problems(definition)]
    if definition.slug != path.stem:
        says = _("should be the name of the file, but this one is “{file}” and not “{slug}.yaml”")
        problems.append(Problem(("slug",), says.format(file=path.name, slug=definition.slug)))
    if problems:
        raise source.broken(problems)
    files = translations_of(path)
    if not files:
        return source, definition
    return source, type(definition).model_validate_json(
        json.dumps(translated(source.data, definition, files))
    )


def _shaped(source: Source) -> Definition:
    """Return the definition. Raises BrokenDefinition if its shape is wrong."""
    shape = _shape_of(source)
    try:
        return shape.model_validate_json(json.dumps(source.data))
    except ValidationError as error:
        raise source.broken(_joined(source, list(shape_problems(error, source.data, shape)))) from None


def _shape_of(source: Source) -> type[CoupleDefinition] | type[Writing] | type[CheckIn]:
    """Return the shape for the values of `for` and `kind`. Raises BrokenDefinition if there is no such shape."""
    data = source.data if isinstance(source.data, dict) else {}
    if any("." in name for name in data):
        raise source.broken([*source.problems, Problem((), str(A_TRANSLATION))])
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
    missing, wrong = _("is missing; it should be one of: {expected}"), _("should be one of: {expected}")
    says = wrong if name in data else missing
    raise source.broken([*source.problems, Problem((name,), says.format(expected=known))])


def _rule_problems(definition: Definition) -> Iterable[Problem]:
    if not definition.aims:
        yield Problem((), _("“{name}” is missing").format(name="aims"))
    if definition.slug in definition.next:
        yield Problem(("next", definition.next.index(definition.slug)), _("should be another exercise"))
    if isinstance(definition, CoupleDefinition):
        yield from rule_problems(definition.exercise())
    else:
        yield from solo_problems(definition)


def _unknown_next(definition: Definition, known: set[str]) -> Iterable[Problem]:
    for index, slug in enumerate(definition.next):
        if slug not in known:
            says = _("there is no exercise with the slug “{slug}”").format(slug=slug)
            yield Problem(("next", index), says)


def _joined(source: Source, shape: list[Problem]) -> list[Problem]:
    """Return all problems. If both report one for the same value, only the shape's, which says what was expected."""
    told = {problem.route for problem in shape}
    return [
        *shape,
        *(problem for problem in source.problems if problem.position or problem.route not in told),
    ]


__all__ = ["FOLDER", "BrokenDefinition", "Definition", "check", "definition_files", "read"]
