"""Template filters: forms by name, answers by question, typed text with its line breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from exercises.translate import rating

register = template.Library()
register.filter(rating)
Form = Mapping[str, Any]


@register.filter
def named(forms: Iterable[Form], names: str) -> list[Form]:
    """Return the forms that have one of these names, separated by spaces, in the order of the names."""
    by_name = {form["name"]: form for form in forms}
    return [by_name[name] for name in names.split() if name in by_name]


@register.filter
def typed(words: Any) -> SafeString:
    """Return what somebody typed, escaped.

    Line breaks become character references, so that removing white space from the markup loses no empty line.
    """
    text = "" if words is None else str(words).replace("\r\n", "\n").replace("\r", "\n")
    return mark_safe(escape(text).replace("\n", "&#10;"))


@register.filter
def rows(answers: Any, questions: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Return the answered questions of a form, each with label and answer; none if the form was removed."""
    if not isinstance(answers, Mapping):
        return []
    asked = ((label, answers.get(name)) for name, label in questions)
    return [{"label": label, "said": said} for label, said in asked if said not in (None, "")]
