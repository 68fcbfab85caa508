"""Picking for templates: forms by name, answers by question, typed text with its breaks. Refuses to decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from exercises.steps.perception.figure import dumbbell
from exercises.wording import rating

register = template.Library()
register.filter(rating)
register.filter(dumbbell)
Form = Mapping[str, Any]


@register.filter
def named(forms: Iterable[Form], names: str) -> list[Form]:
    """The forms with one of these names, in the order of the names."""
    by_name = {form["name"]: form for form in forms}
    return [by_name[name] for name in names.split() if name in by_name]


@register.filter
def except_named(forms: Iterable[Form], names: str) -> list[Form]:
    return [form for form in forms if form["name"] not in names.split()]


@register.filter
def typed(words: Any) -> SafeString:
    """Somebody's words, escaped; line breaks as references, so that no tidying of the markup can lose an empty line."""
    text = "" if words is None else str(words).replace("\r\n", "\n").replace("\r", "\n")
    return mark_safe(escape(text).replace("\n", "&#10;"))


@register.filter
def rows(answers: Any, questions: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """A sheet as questions and answers, without what was left empty; nothing where the whole sheet is gone."""
    if not isinstance(answers, Mapping):
        return []
    asked = ((label, answers.get(name)) for name, label in questions)
    return [{"label": label, "answer": answer} for label, answer in asked if answer not in (None, "")]


@register.filter
def with_words(recap: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Those of the past steps in which something was opened or said."""

    def says(theirs: Mapping[str, Any]) -> bool:
        lists = [theirs.get(name) for name in ("opened", "areas", "said", "items")]
        return any(isinstance(each, list) and each for each in lists)

    return [past for past in recap if says(past["theirs"])]


@register.filter
def own_areas(mine: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One's own closed ratings, area by area: what may open, and what of it the other would see."""
    answers = mine.get("answers")
    if not isinstance(answers, Mapping):
        return []
    return [_own_area(answers, area, mine) for area in mine.get("areas", ())]


def _own_area(answers: Mapping[str, Any], area: Sequence[str], mine: Mapping[str, Any]) -> dict[str, Any]:
    key, title = area[0], area[1]
    anchors, ease = mine.get("anchors"), mine.get("comfort_anchors")
    found = {
        "title": title,
        "may_open": answers.get(f"open.{key}") == "may_open",
        "own": rating(answers.get(f"own.{key}"), anchors),
        "partner": rating(answers.get(f"partner.{key}"), anchors),
        "comfort": rating(answers.get(f"comfort.{key}"), ease) if answers.get(f"comfort_open.{key}") else "",
    }
    wishes = answers.get(f"wish_open.{key}") and answers.get(f"wish.{key}") is not None
    return {**found, "wish": rating(answers.get(f"wish.{key}"), anchors) if wishes else ""}
