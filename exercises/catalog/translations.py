"""Translations beside a definition: `<slug>.de.yaml` holds its texts in one language, each under the path to it.

They are merged into the texts when the definition is read, so that a version of it holds them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from exercises.catalog.files import BrokenDefinition, Problem, Route, Source, load
from exercises.catalog.meant import nearest
from exercises.catalog.shape import Envelope
from exercises.catalog.texts import LANGUAGE, all_texts, placeholders, sign_problems
from exercises.core.text import Localized

Texts = Mapping[str, tuple[Route, Localized]]
"""The texts of a definition by the path under which a translation names them."""


def is_translation(path: Path) -> bool:
    """Return whether this is the name of a translation; a slug has no dot."""
    return "." in path.stem


def definition_of(path: Path) -> Path:
    """Return the definition that a translation belongs to; a definition's own path."""
    return path.with_name(path.name.split(".")[0] + ".yaml")


def translations_of(path: Path) -> list[Path]:
    """Return the files with translations that stand beside a definition."""
    return sorted(path.parent.glob(f"{path.stem}.*.yaml"))


def translated(data: Any, definition: Envelope, files: Sequence[Path]) -> Any:
    """Return the data of the definition with all translations in it. Raises BrokenDefinition with all their errors."""
    texts = {_path(route, data): (route, text) for route, text in all_texts(definition)}
    merged = deepcopy(data)
    lines: list[str] = []
    for file in files:
        source = load(file)
        problems = [*source.problems, *_problems(source, _language(file), definition, texts)]
        if problems:
            lines += source.broken(problems).lines
        else:
            for path, words in source.data.items():
                _put(merged, texts[path][0], _language(file), words)
    if lines:
        raise BrokenDefinition(lines)
    return merged


def _language(file: Path) -> str:
    return file.stem.split(".", 1)[1]


def _path(route: Route, data: Any) -> str:
    """Return the path to a text: items of a list by their id, name, key or value, or else by their number from 1."""
    parts = []
    for part in route:
        data = data[part]
        names = (data.get(key) for key in ("id", "name", "key", "value")) if isinstance(data, dict) else ()
        named = next((name for name in names if isinstance(name, str)), None)
        parts.append(part if isinstance(part, str) else named or str(part + 1))
    return ".".join(parts)


def _problems(source: Source, language: str, definition: Envelope, texts: Texts) -> Iterator[Problem]:
    if not LANGUAGE.fullmatch(language) or language == "en":
        yield Problem(
            (), _("the name of this file should end in the code of another language, as in “.de.yaml”")
        )
    if not isinstance(source.data, dict):
        yield Problem((), _("should be paths, each with a text"))
        return
    may_hold = placeholders(definition)
    for path, words in source.data.items():
        if path not in texts:
            yield Problem((path,), _no_text(path, words, texts), at_name=True)
        elif not isinstance(words, str):
            yield Problem((path,), _("should be a text"))
        elif language in texts[path][1] and isinstance(texts[path][1], dict):
            yield Problem((path,), _("is in this language in the exercise itself"), at_name=True)
        else:
            yield from sign_problems((path,), words, may_hold(texts[path][0]))
    for path, (_route, text) in texts.items():
        if path not in source.data and (isinstance(text, str) or language not in text):
            english = text if isinstance(text, str) else text["en"]
            says = _("“{name}” is missing, in English: {english}")
            yield Problem((), says.format(name=path, english=english.strip()))


def _no_text(path: str, words: object, texts: Texts) -> str:
    """Return what to say of a path that leads nowhere."""
    says = _("there is no text at this path")
    if isinstance(words, dict):
        return says + "; " + _("write each path whole and in one line, as in steps.arrive.title")
    name = nearest(path, texts)
    return says + "; " + _("perhaps “{name}” is meant").format(name=name) if name else says


def _put(data: Any, route: Route, language: str, words: str) -> None:
    """Add the words in this language to the text at the route."""
    for part in route[:-1]:
        data = data[part]
    text = data[route[-1]]
    data[route[-1]] = ({"en": text} if isinstance(text, str) else text) | {language: words}
