"""The forms of a `division` step: what is divided and how, the two lists, and the closed sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from exercises.core.fields import Choice, Choices, Field, Option
from exercises.core.numbers import Number
from exercises.core.offer import Offer
from exercises.core.pair import Partner
from exercises.core.text import Phrase, Written
from exercises.core.text import say as _
from exercises.steps.division.matters import BURDENS, EXPLAINED, HOW, TOPICS, Matter, Settings, Thing

POINTS: Final = 100
LIKED_MOST: Final = 10
FLOOR: Final = "floor"
FITS: Final = "fits"
HEAPS: Final = (Option("one", _("First list")), Option("two", _("Second list")))
LINE: Final = "line."
"""What the name of a field about one line begins with."""


@dataclass(frozen=True)
class Plan:
    """What is divided, how, and which lines are on the table."""

    topic: str
    how: str
    items: tuple[str, ...]

    def matter(self, settings: Settings) -> Matter:
        return next(one for one in settings.matters if one.topic == self.topic)

    def lines(self, settings: Settings) -> tuple[Thing, ...]:
        return tuple(line for line in self.matter(settings).lines if line.key in self.items)

    @property
    def burdens(self) -> bool:
        return self.topic in BURDENS


def suggesting(matter: Matter) -> Offer:
    """Return the offer to suggest this matter: how, and what it is about. Nothing is marked at first."""
    fields: list[Field] = []
    if len(matter.ways) > 1:
        ways = tuple(Option(how, HOW[how], EXPLAINED[how]) for how in matter.ways)
        fields.append(Choice(name="how", label=_("How?"), choices=ways))
    if matter.lines:
        lines = tuple(Option(line.key, Written(line.title)) for line in matter.lines)
        label, hint = _("What is it about?"), _("Tick at least two.")
        fields.append(Choices(name="items", label=label, hint=hint, choices=lines, min=2, max=len(lines)))
    name = f"suggest_{matter.topic}"
    title = TOPICS[matter.topic]
    return Offer(name=name, label=title, about=_only_way(matter), fields=tuple(fields), style="equal")


def _only_way(matter: Matter) -> Phrase | None:
    """Return what happens where there is only one way, so that nobody chooses how; None where somebody does."""
    if len(matter.ways) > 1:
        return None
    how = matter.ways[0]
    if matter.amount is None:
        return EXPLAINED[how]
    unit = Written(matter.amount.unit)
    return _("{how}: {unit}. {explained}", how=HOW[how], unit=unit, explained=EXPLAINED[how])


def cutting(lines: tuple[Thing, ...]) -> Offer:
    fields = tuple(Choice(name=LINE + line.key, label=Written(line.title), choices=HEAPS) for line in lines)
    return Offer(name="cut", label=_("These are the two lists"), fields=fields)


def most_marks(lines: Sequence[Any]) -> int:
    """Return how many lines each may mark: half of them, so that nobody reads the other by marking everything."""
    return len(lines) // 2


def sheet(settings: Settings, plan: Plan) -> tuple[Field, ...]:
    """Return the fields of one's own closed sheet."""
    lines = plan.lines(settings)
    if plan.how == "range":
        return _ends(plan.matter(settings))
    if plan.how == "overlap":
        fits = tuple(Option(line.key, Written(line.title)) for line in lines)
        most = most_marks(lines)
        label, hint = (
            _("I could live with"),
            _("At most {most}: nobody reads the other by ticking all.", most=most),
        )
        return (Choices(name=FITS, label=label, hint=hint, choices=fits, max=most, required=False),)
    most = POINTS if plan.how == "points" else LIKED_MOST
    numbers: tuple[Field, ...] = tuple(
        Number(name=LINE + line.key, label=Written(line.title), max=most, default="0") for line in lines
    )
    if plan.how == "points":
        return numbers
    label = _("I would be fine without any of them at")
    hint = _("What is below this number never opens. The other never sees it.")
    return (*numbers, Number(name=FLOOR, label=label, hint=hint, max=LIKED_MOST))


def _ends(matter: Matter) -> tuple[Field, ...]:
    assert matter.amount is not None
    low, high = matter.amount.low, matter.amount.high
    unit = Written(matter.amount.unit)
    labels = {"low": _("At least ({unit})", unit=unit), "high": _("At most ({unit})", unit=unit)}
    return tuple(Number(name=name, label=label, min=low, max=high) for name, label in labels.items())


def editing(settings: Settings, plan: Plan, held: Mapping[str, str]) -> Offer:
    """Return the offer to suggest something else than what came out. `held`: who has each line of it."""
    fields: tuple[Field, ...]
    initial: dict[str, Any] = {}
    if amount := plan.matter(settings).amount:
        label = _("I would suggest ({unit})", unit=Written(amount.unit))
        fields = (Number(name="amount", label=label, min=amount.low, max=amount.high),)
    elif plan.matter(settings).options:
        lines = tuple(Option(line.key, Written(line.title)) for line in plan.lines(settings))
        fields = (Choice(name="one", label=_("I would take"), choices=lines),)
    else:
        fields = tuple(
            Choice(name=LINE + line.key, label=Written(line.title), choices=HOLDERS)
            for line in plan.lines(settings)
        )
        initial = {LINE + key: who for key, who in held.items()}
    about = _("This changes nothing that anybody has to do. Both of you see it.")
    label = _("Suggest it another way")
    return Offer(name="edit", label=label, about=about, fields=fields, initial=initial, style="plain")


def _named(partner: Partner) -> Phrase:
    return _("{name}", name=partner)


HOLDERS: Final = (
    *(Option(one.value, _named(one)) for one in Partner),
    Option("both", _("Both of us")),
)
"""Who may have a line."""
