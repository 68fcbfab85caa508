"""Checks of a definition's texts: known placeholders, complete languages, no stray characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Final, get_args, get_type_hints

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exercises.catalog.files import Problem, Route
from exercises.catalog.shape import CoupleDefinition, Envelope
from exercises.core.text import PLACEHOLDERS, Localized

LANGUAGE = re.compile(r"[a-z]{2,3}")
BRACES = re.compile(r"\{([^{}]*)\}")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
NEEDS_SPEAKER: Final = frozenset({"speaker", "listener"})
NOBODY_NAMED: Final = gettext_lazy(
    "“{name}” cannot stand here: only texts within the steps of an exercise for two name somebody, and no title does"
)
AFTER_A_SPEAKER: Final = gettext_lazy(
    "“{name}” is known only in the steps after an arrival with “speaker: true”"
)
MAX_SUMMARY: Final = 120
"""Characters of the one sentence that stands on the home page."""


def text_problems(definition: Envelope) -> Iterator[Problem]:
    """Yield every problem of any text of the definition."""
    if isinstance(definition, CoupleDefinition):
        yield from _long_summary(definition)
    texts = list(all_texts(definition))
    may_hold = placeholders(definition)
    named = {code for _route, text in texts if isinstance(text, dict) for code in text}
    languages = {"en", *filter(LANGUAGE.fullmatch, named)}
    for route, text in texts:
        yield from _languages(route, text, languages)
        for where, one in _versions(route, text):
            yield from sign_problems(where, one, may_hold(route))


def placeholders(definition: Envelope) -> Callable[[Route], frozenset[str]]:
    """Return what returns the placeholders allowed at a route: none on pages for one, where nobody else is named."""
    if not isinstance(definition, CoupleDefinition):
        return lambda _route: frozenset()
    speaks = getattr(definition.exercise().steps[0].settings, "speaker", False) is True
    return lambda route: _placeholders(route, speaks)


def all_texts(definition: Envelope) -> Iterator[tuple[Route, Localized]]:
    """Yield every text that a definition gives, with its route; those left at their default are skipped."""
    for name, info in type(definition).model_fields.items():
        if name != "steps":
            yield from _texts_of(getattr(definition, name), info.annotation, (name,))
    if isinstance(definition, CoupleDefinition):
        for index, step in enumerate(definition.exercise().steps):
            yield ("steps", index, "title"), step.title
            yield from _texts_of(step.settings, type(step.settings), ("steps", index))


def _texts_of(value: Any, hint: Any, route: Route) -> Iterator[tuple[Route, Localized]]:
    """Yield the texts in a value declared as `hint`; texts left at their default are skipped."""
    if hint in (Localized, Localized | None):
        if value is not None:
            yield route, value
    elif is_dataclass(value):
        hints = get_type_hints(type(value))
        for each in fields(value):
            inner = getattr(value, each.name)
            if each.default is MISSING or inner != each.default:
                yield from _texts_of(inner, hints[each.name], (*route, each.name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _texts_of(inner, get_args(hint)[0], (*route, index))


def _versions(route: Route, text: Localized) -> list[tuple[Route, str]]:
    if isinstance(text, str):
        return [(route, text)]
    return [((*route, language), one) for language, one in text.items()]


def _languages(route: Route, text: Localized, languages: set[str]) -> Iterator[Problem]:
    """A text without languages is English; where one text has a language, every text has it."""
    here = {"en"} if isinstance(text, str) else set(text)
    for code in sorted(here):
        if not LANGUAGE.fullmatch(code):
            yield Problem(
                (*route, code), _("should be the short code of a language, as in “en”"), at_name=True
            )
    missing = sorted(languages - here)
    if missing:
        yield Problem(route, _("is missing in: {languages}").format(languages=", ".join(missing)))


def _long_summary(definition: CoupleDefinition) -> Iterator[Problem]:
    for where, one in _versions(("summary",), definition.summary or ""):
        if len(one) > MAX_SUMMARY:
            yield Problem(where, _("should have at most {most} characters").format(most=MAX_SUMMARY))


def _placeholders(route: Route, speaks: bool) -> frozenset[str]:
    """Return the placeholders allowed at this route: none in titles and outside the steps, where nobody is named."""
    if route[0] != "steps" or route[2:] == ("title",):
        return frozenset()
    return PLACEHOLDERS if speaks and route[1] != 0 else PLACEHOLDERS - NEEDS_SPEAKER


def sign_problems(route: Route, text: str, may_hold: frozenset[str]) -> Iterator[Problem]:
    """Yield what is wrong with one text in one language."""
    if not text.strip():
        yield Problem(route, _("this is empty"))
    if CONTROL.search(text):
        yield Problem(route, _("this text holds a character that cannot be shown"))
    for name in BRACES.findall(text):
        if name not in PLACEHOLDERS:
            known = " ".join(f"{{{one}}}" for one in sorted(PLACEHOLDERS))
            yield Problem(
                route, _("“{name}” is no placeholder; there are {known}").format(name=name, known=known)
            )
        elif name not in may_hold:
            says = AFTER_A_SPEAKER if may_hold else NOBODY_NAMED
            yield Problem(route, str(says).format(name=name))
    if set("{}") & set(BRACES.sub("", text)):
        yield Problem(route, _("there is a brace without its other half"))
