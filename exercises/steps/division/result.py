"""What comes out of two closed sheets, or of two lists: computed anew for each view, stored nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from exercises.core.division import adjusted_winner, nash
from exercises.core.here import Here
from exercises.core.kind import optional
from exercises.core.pair import Pair, Partner
from exercises.core.text import Phrase, Written
from exercises.core.text import say as _
from exercises.steps.division.forms import FITS, FLOOR, LINE, Plan
from exercises.steps.division.matters import Settings

Sheet = Mapping[str, Any]
MOST_OF_IT: Final = Fraction(2, 3)
"""From this part on a shared thing is said to be mostly one's."""


@dataclass(frozen=True)
class Held:
    """A line of the outcome. `who` has it; None: both. `mostly`: of a thing that is shared, who has more of it."""

    key: str
    title: Phrase
    who: Partner | None
    mostly: Partner | None


@dataclass(frozen=True)
class Ends:
    """From where to where a number may be. Of what came out of two ranges both are the same one number."""

    low: int
    high: int
    unit: Phrase


@dataclass(frozen=True)
class Result:
    """`lines`: those of the outcome. `ends`: a number in both ranges. `why`: how it came about, without numbers."""

    lines: tuple[Held, ...]
    why: Phrase
    ends: Ends | None = optional()

    @property
    def is_empty(self) -> bool:
        return not self.lines and self.ends is None


def of_lists(settings: Settings, plan: Plan, heaps: Sheet, first: Partner, cutter: Partner) -> Result:
    """Return who has which line: `first` has the first list."""
    held = {key: first if heaps.get(LINE + key) == "one" else first.other for key in plan.items}
    lines = tuple(Held(one.key, Written(one.title), held[one.key], None) for one in plan.lines(settings))
    why = _(
        "{cutter} made two lists and would have been content with either. {other} picked one of them.",
        cutter=cutter,
        other=cutter.other,
    )
    return Result(lines, why)


def of_forms(here: Here, plan: Plan, forms: Pair[Sheet]) -> Result:
    """Return what opens of two closed sheets: so little that whoever gives all they can reads no sheet in it."""
    settings: Settings = here.settings
    match plan.how:
        case "range":
            return _range(here, plan, forms)
        case "overlap":
            keys = [key for key in plan.items if all(key in (one.get(FITS) or ()) for one in forms)]
            return Result(_all(settings, plan, keys), _("Both of you marked these. Nothing else opened."))
        case "points":
            return _points(settings, plan, forms)
    return _rated(settings, plan, forms)


def points_of(plan: Plan, sheet: Sheet) -> list[Fraction]:
    """Return the number at each line, 0 where none was given."""
    return [Fraction(sheet.get(LINE + key) or 0) for key in plan.items]


def shares(plan: Plan, forms: Pair[Sheet]) -> Pair[tuple[Fraction, ...]]:
    """Return which part of each line each of the two has, by their points."""
    return adjusted_winner(forms.map(lambda one: points_of(plan, one)), plan.burdens).shares


def _points(settings: Settings, plan: Plan, forms: Pair[Sheet]) -> Result:
    parts = shares(plan, forms).a
    titles = {line.key: Written(line.title) for line in plan.lines(settings)}
    lines = tuple(_held(key, titles[key], part) for key, part in zip(plan.items, parts, strict=True))
    if any(one.who is None for one in lines):
        shared = _("One line is shared, so that it is even: each of you by your own count.")
    else:
        shared = _("So it is even: each of you by your own count.")
    if plan.burdens:
        return Result(lines, _("Each line is with whoever minds it less. {shared}", shared=shared))
    return Result(lines, _("Each line is with whoever wants it more. {shared}", shared=shared))


def _held(key: str, title: Phrase, part: Fraction) -> Held:
    """Return the line of which A has this part. A part is said in words: a fraction would tell the other's points."""
    if part in (0, 1):
        return Held(key, title, Partner.A if part else Partner.B, None)
    mostly = Partner.A if part >= MOST_OF_IT else Partner.B if 1 - part >= MOST_OF_IT else None
    return Held(key, title, None, mostly)


def _rated(settings: Settings, plan: Plan, forms: Pair[Sheet]) -> Result:
    each = forms.map(lambda one: points_of(plan, one))
    floors = forms.map(lambda one: Fraction(one.get(FLOOR) or 0))
    chosen = nash([Pair(a, b) for a, b in zip(*each, strict=True)], floors)
    if chosen is None:
        return Result((), _NOTHING_FITS)
    why = _("Both of you would rather have this than none. It gives the two of you most together.")
    return Result(_all(settings, plan, [plan.items[chosen.index]]), why)


_NOTHING_FITS: Final = _("No line was above what each of you would be fine without.")


def _all(settings: Settings, plan: Plan, keys: list[str]) -> tuple[Held, ...]:
    titles = {line.key: Written(line.title) for line in plan.lines(settings)}
    return tuple(Held(key, titles[key], None, None) for key in keys)


def _range(here: Here, plan: Plan, forms: Pair[Sheet]) -> Result:
    """Return a number in both ranges, drawn by chance: where they meet would tell the other's ends to who gives the
    widest range. Who gave the ends the other way round meant the same."""
    amount = plan.matter(here.settings).amount
    assert amount is not None
    pairs = [sorted((one["low"], one["high"])) for one in forms if "low" in one and "high" in one]
    low, high = max(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    if low > high:
        return Result((), _("Your two ranges do not meet yet."))
    drawn = low + here.chance % (high - low + 1)
    why = _("Both of you could live with this. Chance has drawn it from where your ranges meet.")
    return Result((), why, Ends(drawn, drawn, Written(amount.unit)))
