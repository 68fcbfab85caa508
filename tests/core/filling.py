"""Fills in what is offered, as described, and sends garbage. Knows fields and offers only, no exercise."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import singledispatch
from random import Random
from typing import Any

from exercises.core.fields import Choice, Choices, Date, Field, Flag, Hidden, Rating, Text
from exercises.core.numbers import Number
from exercises.core.offer import Offer
from exercises.core.pair import Partner

SCRAPS = ("so", "ähnlich", "always", "明日", "🙂", "don’t", "<b>", "{partner}", "a\nb", "%s")


def filled(offer: Offer, rng: Random, by: Partner) -> dict[str, Any]:
    """A form as a person could send it; what is not required is often left out."""
    given = {
        field.name: value(field, rng, by) for field in offer.fields if field.required or rng.random() < 0.5
    }
    return {name: one for name, one in given.items() if one is not None}


def mark(by: Partner) -> str:
    """Stands at the beginning of every word of this partner, so that one can look for it."""
    return f"«{by.value}»"


@singledispatch
def value(field: Field, rng: Random, by: Partner) -> Any:
    raise LookupError(f"How is a {field.type} filled in? Say it in tests/core/filling.py.")


@value.register
def _(field: Text, rng: Random, by: Partner) -> Any:
    words = " ".join([mark(by), *rng.choices(SCRAPS, k=rng.choice((0, 1, 3, 40))), str(rng.randrange(10**6))])
    return words[: field.max_length]


@value.register
def _(field: Rating, rng: Random, by: Partner) -> Any:
    return rng.choice([*map(str, range(field.min, field.max + 1)), *field.also])


@value.register
def _(field: Number, rng: Random, by: Partner) -> Any:
    return str(rng.randint(field.min, field.max))


@value.register
def _(field: Choice, rng: Random, by: Partner) -> Any:
    return rng.choice(field.choices).value


@value.register
def _(field: Choices, rng: Random, by: Partner) -> Any:
    return [one.value for one in rng.sample(field.choices, rng.randint(field.min, field.max))]


@value.register
def _(field: Date, rng: Random, by: Partner) -> Any:
    return (field.min + timedelta(days=rng.randint(0, (field.max - field.min).days))).isoformat()


@value.register
def _(field: Flag, rng: Random, by: Partner) -> Any:
    return rng.choice(("yes", None))


@value.register
def _(field: Hidden, rng: Random, by: Partner) -> Any:
    return field.value


def filled_anew(
    offer: Offer, raw: dict[str, Any], names: Iterable[str], rng: Random, by: Partner
) -> dict[str, Any]:
    """The same form with these fields filled in anew."""
    again = {field.name: value(field, rng, by) for field in offer.fields if field.name in names}
    return {name: one for name, one in {**raw, **again}.items() if one is not None}


def garbage(rng: Random) -> Any:
    """One value that hardly any field expects, and some that some do."""
    return rng.choice(
        ["", " ", "0", "7", "-1", "٣", "yes", "x" * 5000, "\ud800", "\x00", "keep", None, 3, 2.5, True, b"raw",
         [], ["a", "a"], [None], [["x"]], {"a": 1}, {}, object(), float("nan"), "2030-02-30"]
    )  # fmt: skip


def wrecked(raw: dict[str, Any], rng: Random) -> dict[Any, Any]:
    """A form with something wrong, missing or too much, or nothing like a form."""
    names: list[Any] = [*raw, "words", "answers", "own.money", "digest", "", 7, None]
    wrong = {rng.choice(names): garbage(rng) for _ in range(rng.randint(1, 3))}
    kept = {name: one for name, one in raw.items() if rng.random() < 0.8}
    return {**kept, **wrong} if rng.random() < 0.7 else dict(wrong)
