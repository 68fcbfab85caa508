"""The lines of a `support_map` step: what somebody may be there for, the form, and what of a map is released."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from exercises.core.fields import Field, Flag, Text
from exercises.core.pair import Partner
from exercises.core.text import Localized, Phrase, Written
from exercises.core.text import say as _

FOR_WHAT: Final[dict[str, Phrase]] = {
    "comfort": _("Comfort"),
    "advice": _("Thinking something through"),
    "fun": _("Fun, and things I like to do"),
    "practical": _("A hand with everyday things"),
    "money": _("Money matters"),
    "crisis": _("When it gets really hard"),
}
BROUGHT: Final[dict[str, tuple[str, ...]]] = {
    "comfort": ("map.emotional",),
    "advice": ("map.decisions", "map.reassurance"),
    "fun": ("map.own_time",),
    "practical": ("map.practical",),
    "money": ("map.money",),
    "crisis": ("map.outside",),
}
"""Which areas of the own private support map answer a line."""
STEP: Final = "step"
"""The line with one small step; it is released or kept as the others are."""
LONGEST: Final = 120
CONTACT: Final = re.compile(r"@|\d(?:\W?\d){4}")
"""What may be an address or a number, rather than a role or initials."""


@dataclass(frozen=True)
class Line:
    heading: Phrase
    words: str


def headings(step: Localized) -> dict[str, Phrase]:
    return {**FOR_WHAT, STEP: Written(step)}


def fields(step: Localized, by: Partner) -> tuple[Field, ...]:
    """Return for each line a text, and a box that is empty at first: whether it may open."""
    return tuple(one for name, heading in headings(step).items() for one in _line(name, heading, by))


def _line(name: str, heading: Phrase, by: Partner) -> tuple[Field, ...]:
    text = Text(name=name, label=heading, required=False, max_length=LONGEST)
    return text, Flag(name=f"{name}_open", label=_("Show this line to {partner}", partner=by.other))


def written(step: Localized, answers: Mapping[str, Any], released: bool) -> tuple[Line, ...]:
    """Return the lines of this map that were filled in and are released, or are not."""
    return tuple(
        Line(heading, answers[name])
        for name, heading in headings(step).items()
        if answers.get(name) and bool(answers.get(f"{name}_open")) is released
    )


def gaps(answers: Mapping[str, Any]) -> tuple[Phrase, ...]:
    """Return what nobody stands beside yet."""
    return tuple(heading for name, heading in FOR_WHAT.items() if not answers.get(name))


def remarks(settings: Any, answers: Any) -> Sequence[Phrase]:
    """Return a gentle remark where a line may hold a number or an address."""
    texts = [answers.get(name) for name in (*FOR_WHAT, STEP)] if isinstance(answers, Mapping) else []
    if not any(CONTACT.search(text) for text in texts if isinstance(text, str)):
        return ()
    return (
        _(
            "This looks like a number or an address. Initials or a role are safer here: other people’s details are "
            "theirs to give."
        ),
    )
