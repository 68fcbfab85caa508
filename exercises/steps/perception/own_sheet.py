"""One's own sheet, for nobody else: every area in words, beside what one put the last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from exercises.core.comparison import Rating
from exercises.core.fields import SKIPPED
from exercises.core.kind import for_page
from exercises.core.pair import Partner
from exercises.core.text import Phrase, Written
from exercises.core.text import say as _
from exercises.steps.perception.form import NOTE, Area, Ladder, Settings, ladder
from exercises.steps.perception.opening import allows, number

Sheet = Mapping[str, Any]


@dataclass(frozen=True)
class OwnLine:
    """A question and one's own answer to it, in words. `is_open`: whether the partner may see it."""

    ask: Phrase
    said: Any
    is_open: bool = False


@dataclass(frozen=True)
class OwnArea:
    """The viewer's own ratings of an area that the partner would see if it opened; `may_open`: whether it can."""

    key: str
    title: Any
    may_open: bool
    own: Any
    partner: Any
    comfort: Any = None
    wish: Any = None


@dataclass(frozen=True)
class OwnSaid:
    """What one said of an area. `value`: the rating of themself. `then`: how it differs from the last time."""

    title: Phrase
    lines: tuple[OwnLine, ...]
    key: str = for_page()
    value: Rating = for_page()
    then: tuple[Phrase, ...] = ()


def own_areas(
    settings: Settings, sheet: Sheet, partner: Partner, before: Sheet, on: date | None
) -> tuple[OwnSaid, ...]:
    """Return all areas that were answered. `before`: the own sheet of the last time, handed in on the day `on`."""
    if not sheet:
        return ()
    return tuple(
        OwnSaid(
            Written(area.title),
            tuple(_lines(settings, area, sheet, partner)),
            area.key,
            number(sheet.get(f"own.{area.key}")),
            tuple(_moves(settings, area.key, before, sheet, on)) if on else (),
        )
        for area in settings.areas
    )


def _lines(settings: Settings, area: Area, sheet: Sheet, partner: Partner) -> Iterator[OwnLine]:
    steps, ease, key = ladder(settings.anchors), ladder(settings.comfort_anchors), area.key
    asked: tuple[tuple[str, Phrase, Ladder], ...] = (
        ("own", Written(area.own), steps),
        ("partner", Written(area.partner), steps),
        ("comfort", _("Is this all right with you?"), ease),
        ("guess", _("What do you think {partner} will put for you?", partner=partner), steps),
        ("wish", _("How would you like it to be for yourself?"), steps),
    )
    for what, ask, words in asked:
        if (word := in_words(sheet.get(f"{what}.{key}"), words)) is not None:
            yield OwnLine(ask, word)


def last_lines(settings: Settings, sheet: Sheet, partner: Partner) -> Iterator[OwnLine]:
    """Yield the answers to the questions about everything together, worded as by whoever gave them about `partner`."""
    for question in settings.last:
        word = in_words(sheet.get(question.key), ladder(question.anchors, partner.other))
        if word is not None:
            ask = Written(question.ask, partner.other)
            yield OwnLine(ask, word, bool(sheet.get(f"{question.key}_open")))
    if sheet.get(NOTE):
        label = _("What I would like you to know, {partner}", partner=partner)
        yield OwnLine(label, sheet[NOTE], bool(sheet.get(f"{NOTE}_open")))


def in_words(value: Any, words: Ladder) -> Phrase | None:
    """Return the word of a rating, or which code stands for it; None if it was left out."""
    rating = number(value)
    return SKIPPED.get(value) if rating is None else words[rating]


def _moves(settings: Settings, key: str, before: Sheet, sheet: Sheet, on: date | None) -> Iterator[Phrase]:
    then, now = number(before.get(f"own.{key}")), number(sheet.get(f"own.{key}"))
    steps, ease = ladder(settings.anchors), ladder(settings.comfort_anchors)
    if on and then is not None and now is not None:
        yield own_move(then, now, on, steps)
    then, now = number(before.get(f"comfort.{key}")), number(sheet.get(f"comfort.{key}"))
    if on and then is not None and now is not None and then != now:
        yield _(
            "Whether it is all right with you: “{then}” then, “{now}” now.", then=ease[then], now=ease[now]
        )


def own_move(then: int, now: int, on: date, words: Ladder) -> Phrase:
    """Return what one put for oneself then and now, side by side, without a word on what that means."""
    if then == now:
        return _("You put “{now}” for yourself, the same as on {day}.", now=words[now], day=on)
    said = {"then": words[then], "now": words[now]}
    return _("You put “{now}” for yourself now; on {day} it was “{then}”.", day=on, **said)


def move_of(other: Partner, then: int, now: int, on: date, words: Ladder) -> Phrase:
    """Return the same of the other, for an area that opened both times."""
    if then == now:
        return _("{partner} put “{now}”, the same as on {day}.", partner=other, now=words[now], day=on)
    said = {"then": words[then], "now": words[now]}
    return _("{partner} put “{now}” now; on {day} it was “{then}”.", partner=other, day=on, **said)


def own_area(answers: Mapping[str, Any], key: str, title: Phrase) -> OwnArea:
    """Return what was put in this area, with what else its author marked to be shown."""
    comfort, wish = (
        answers.get(f"{name}.{key}") if answers.get(f"{name}_open.{key}") else None
        for name in ("comfort", "wish")
    )
    return OwnArea(
        key,
        title,
        allows(answers, key),
        answers.get(f"own.{key}"),
        answers.get(f"partner.{key}"),
        comfort,
        wish,
    )
