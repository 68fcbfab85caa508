"""The choice of after how many weeks the two look at something again."""

from __future__ import annotations

from collections.abc import Iterable

from exercises.core.text import Phrase
from exercises.core.text import say as _

from .fields import Choice, Option


def look_again_after(numbers: Iterable[int], name: str = "weeks", first: tuple[Option, ...] = ()) -> Choice:
    """Return the choice among these numbers of weeks. `first`: options that stand before them."""
    options = (*first, *(Option(str(number), _in_weeks(number)) for number in numbers))
    return Choice(name=name, label=_("Look at it again after"), choices=options)


def _in_weeks(number: int) -> Phrase:
    return _("{number} week", number=number) if number == 1 else _("{number} weeks", number=number)
