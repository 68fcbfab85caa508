"""Fill in the forms of a preview as two invented people. Knows fields, and no exercise.

Both answer in writing, where that can be chosen, so that the preview shows every word that would be typed.
"""

from __future__ import annotations

from functools import singledispatch
from random import Random
from typing import Any, Final

from django.utils.translation import gettext as _

from exercises.core.fields import Choice, Choices, Date, Field, Flag, Hidden, Rating, Text
from exercises.core.numbers import Number
from exercises.core.offer import Offer
from exercises.core.pair import Pair, Partner

NAMES: Final = Pair("Alex", "Blair")
MOST_TEXTS: Final = 30
"""No form has more fields for words."""
CHOSEN: Final = {"together": Pair("writing", "writing"), "first": Pair("me", "you")}
"""What the two choose on arriving: by the name of the field."""


def filled(offer: Offer, by: Partner, rng: Random | None = None) -> dict[str, Any]:
    """Return the form as this person sends it; `rng`: with other answers, where the first ones lead nowhere.

    Of choices that are made already, every other one is changed: a list may allow that half of it is marked.
    """
    texts = [field.name for field in offer.fields if isinstance(field, Text)]
    numbers = [field.name for field in offer.fields if isinstance(field, Number)]
    preset = [field.name for field in offer.fields if isinstance(field, Choice) and field.default]
    given: dict[str, Any] = {}
    for field in offer.fields:
        if not rng and field.name in preset[1::2]:
            continue
        if isinstance(field, Text):
            words = _words(by, texts.index(field.name) + 1 if len(texts) > 1 else 0)
            given[field.name] = words[: field.max_length]
        elif isinstance(field, Number):
            given[field.name] = _number(field, by, numbers.index(field.name) + 1, len(numbers))
        else:
            given[field.name] = _value(field, by, rng)
    return {name: one for name, one in given.items() if one is not None}


def _words(by: Partner, number: int) -> str:
    name = NAMES.of(by)
    if number:
        return _("(Here stands answer %(number)s of %(name)s.)") % {"name": name, "number": number}
    return _("(Here stand the words of %(name)s.)") % {"name": name}


def is_invented(text: str) -> bool:
    """Return whether the text is what one of the two invented people wrote."""
    return any(text == _words(by, number) for by in Partner for number in range(MOST_TEXTS + 1))


def _number(field: Number, by: Partner, number: int, many: int) -> str:
    """Return a number that rises from field to field, and for the other person falls."""
    part = number if by is Partner.A else many + 1 - number
    return str(field.min + (field.max - field.min) * part // (many + 1))


@singledispatch
def _value(field: Field, by: Partner, rng: Random | None) -> Any:
    raise LookupError(f"How is a {field.type} filled in? Say it in exercises/preview/filling.py.")


@_value.register
def _rating(field: Rating, by: Partner, rng: Random | None) -> str:
    if rng:
        return str(rng.randint(field.min, field.max))
    third = (field.max - field.min) // 3
    return str(field.max - third if by is Partner.A else field.min + third)


@_value.register
def _choice(field: Choice, by: Partner, rng: Random | None) -> str | None:
    """Return what is not chosen already: the first one, and of the other person the second, if neither is."""
    if rng:
        return rng.choice([one.value for one in field.choices])
    values = [one.value for one in field.choices if one.value != field.default]
    wished = CHOSEN.get(field.name, Pair("", "")).of(by)
    if wished in values:
        return wished
    return values[min(by is Partner.B and not field.default, len(values) - 1)]


@_value.register
def _choices(field: Choices, by: Partner, rng: Random | None) -> list[str]:
    values = [one.value for one in field.choices]
    return sorted(rng.sample(values, field.min)) if rng else values[: field.max]


@_value.register
def _date(field: Date, by: Partner, rng: Random | None) -> str:
    return field.min.isoformat()


@_value.register
def _flag(field: Flag, by: Partner, rng: Random | None) -> str | None:
    return "yes" if rng is None or rng.random() < 0.5 else None


@_value.register
def _hidden(field: Hidden, by: Partner, rng: Random | None) -> str:
    return field.value
