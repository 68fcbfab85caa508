"""The settings of a `plan` step, the form made of them, and what of a plan opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from exercises.core.fields import Field, Flag, Text
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone, Localized, Phrase, Written
from exercises.core.text import say as _

Plan = Mapping[str, Any] | Gone | None
Headings = tuple[tuple[str, Phrase], ...]

MAY_STAY_CLOSED: Final = ("why", "obstacle", "if_then")
"""The parts of a plan that its writer opens or keeps, where the step lets them."""
OPENS: Final = "{name}_opens"
"""The name of the field with which a part is opened."""
HEADINGS: Final[Headings] = (
    ("goal", _("What it is")),
    ("why", _("Why it matters to me")),
    ("obstacle", _("What may get in the way")),
    ("if_then", _("If that happens, then")),
    ("when", _("When and where")),
)


@dataclass(frozen=True)
class Settings:
    """`goal`: what is asked for first. `about`: an earlier step; what fits both there is shown above the form.

    `keeps`: whether the writer chooses which parts open. `waiting`: shown to a partner who does not write.
    """

    intro: Localized
    goal: Localized
    who: Literal["both", "speaker"] = "both"
    about: str = ""
    keeps: bool = False
    waiting: Localized = ""


def fitting(here: Here) -> tuple[Any, ...]:
    """Return what fits both, from the step `about`: lines of a list, or words of the two, GONE once taken back."""
    return tuple(words for _heading, words in here.carried.get(here.settings.about, {}).get("material", ()))


def form(here: Here, by: Partner) -> tuple[Field, ...]:
    why = _text("why", _("Why does it matter to you?"), _("Not why it is sensible: what it gives you."))
    obstacle = _text(
        "obstacle", _("What may get in the way?"), _("In you, or around you. One thing is enough.")
    )
    if_then = _text(
        "if_then",
        _("If that happens, what will you do?"),
        _("“If it rains, then we go to the baths instead.” “If I am tired, then I go for a short while.”"),
    )
    when = _text("when", _("When and where?"), _("A day, if you know one already."))
    goal = Text(name="goal", label=Written(here.settings.goal), max_length=300)
    return (goal, *_parts(here, by, why, obstacle, if_then), when)


def _text(name: str, label: Phrase, hint: Phrase) -> Text:
    return Text(name=name, label=label, hint=hint, max_length=600, required=False)


def _parts(here: Here, by: Partner, *parts: Text) -> tuple[Field, ...]:
    if not here.settings.keeps:
        return parts
    opens = _("{partner} may read this part", partner=by.other)
    return tuple(
        one for part in parts for one in (part, Flag(name=OPENS.format(name=part.name), label=opens))
    )


def in_words(plan: Plan) -> Plan:
    """Return the plan without the fields that open a part."""
    if plan is None or isinstance(plan, Gone):
        return plan
    return {name: plan.get(name) for name, _heading in HEADINGS}


def opened(here: Here, plan: Plan) -> Plan:
    """Return what of a plan opens to the other."""
    words = in_words(plan)
    if not here.settings.keeps or plan is None or isinstance(plan, Gone) or not isinstance(words, Mapping):
        return words
    kept = {name for name in MAY_STAY_CLOSED if not plan.get(OPENS.format(name=name))}
    return {name: None if name in kept else said for name, said in words.items()}
