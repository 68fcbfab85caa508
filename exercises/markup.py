"""Markup from the templates of live screens, which are written in Jinja: compiled to Python functions once.

A name that the context does not have is an error, not an empty text: what a part shows is what it was given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import timedelta
from functools import lru_cache
from typing import Any, Final

from django.template import engines
from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from couples.amounts import length_text
from exercises.core.view import PAUSE
from exercises.translate import rating, sentence

BOUNDS: Final = {"PAUSE": PAUSE}
"""Durations that templates say in words, taken from the constants that set them."""
Form = Mapping[str, Any]
_language: Final[ContextVar[str | None]] = ContextVar("language", default=None)
"""The language of the markup that is being made: asking Django for it takes longer than the sentence itself."""


def markup(template: str, context: Mapping[str, Any]) -> SafeString:
    """Return the template rendered with this context, which is all that it can show."""
    live: Any = engines["live"]
    before = _language.set(get_language())
    try:
        return SafeString(live.env.get_template(template).render(context))  # nosec B703 # Jinja escapes
    finally:
        _language.reset(before)


class Plain(Environment):
    """Jinja for contexts that are dictionaries, which saves a fifth of each screen."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return `obj.attribute`: of a dictionary the value under this key, which Jinja would try last."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def make_globals(self, given: Any) -> Any:
        """Return the globals of a template: all have the same, so that Jinja does not compare two chains of them."""
        return super().make_globals(given) if given else self.globals


def environment(**options: Any) -> Environment:
    """Return the environment of these templates. Django calls it with the options from the settings."""
    made = Plain(**options | {"undefined": StrictUndefined, "extensions": ["jinja2.ext.i18n"]})
    made.install_gettext_callables(_sentence, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {
        "day": lambda value: date_format(value, "DATE_FORMAT"),
        "linebreaks": linebreaks_filter,
        "minutes_text": lambda minutes: length_text(timedelta(minutes=minutes)),
        "named": named,
        "rating": rating,
        "rows": rows,
        "typed": typed,
    }
    made.globals |= {"_": _sentence, "bound": lambda name: length_text(BOUNDS[name]), "url": _url}
    return made


def _sentence(msgid: str, **values: Any) -> Markup:
    """Return a sentence in the language of this markup, with the values filled in, escaped."""
    text = _known(msgid, _language.get())
    return text % values if values else text


@lru_cache(maxsize=10_000)
def _known(msgid: str, language: str | None) -> Markup:
    return Markup(sentence(msgid, language))  # nosec B704 # a text of ours


def _url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def named(forms: Iterable[Form], names: str) -> list[Form]:
    """Return the forms that have one of these names, separated by spaces, in the order of the names."""
    by_name = {form["name"]: form for form in forms}
    return [by_name[name] for name in names.split() if name in by_name]


def typed(words: Any) -> SafeString:
    """Return what somebody typed, escaped.

    Line breaks become character references, so that removing white space from the markup loses no empty line.
    """
    text = "" if words is None else str(words).replace("\r\n", "\n").replace("\r", "\n")
    return mark_safe(escape(text).replace("\n", "&#10;"))  # nosec B703 # escaped here


def rows(answers: Any, questions: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return the answered questions of a form, each with label and answer; none if the form was removed."""
    if not isinstance(answers, Mapping):
        return []
    asked = ((label, answers.get(name)) for name, label in questions)
    return [{"label": label, "said": said} for label, said in asked if said not in (None, "")]
