"""The settings of a `one_at_a_time` step and its form: a page for each topic, and one for what may open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from exercises.core.chance import shuffled
from exercises.core.checks import Fault, Placed
from exercises.core.fields import Choice, Field, Option
from exercises.core.offer import Group
from exercises.core.pair import Partner
from exercises.core.text import Localized, Written
from exercises.core.text import say as _

OPENING: Final = "opening"
"""The key of the last page, on which it is chosen what may open."""
WANTED: Final = "wanted"
"""The field that names the one topic somebody would like to talk about."""
MAY_OPEN: Final = "may_open"
PASS: Final = "pass"
"""The value of an answer that says nothing, which no other answer differs from."""
MOST: Final = 5


@dataclass(frozen=True)
class Topic:
    key: str
    title: Localized
    hint: Localized | None = None


@dataclass(frozen=True)
class Answer:
    """`mirror`: what the other answers if they see it the same; the same answer, if that is left out. The `value` of
    one that says nothing is `pass`."""

    value: str
    label: Localized
    mirror: str = ""


@dataclass(frozen=True)
class Ask:
    """What is asked of every topic."""

    key: str
    ask: Localized
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Settings:
    """`topics`: what it is about, in order. `asks`: what each is asked about each of them.

    `talk`: what each may say of a topic that is open. `most`: how many open, one after the other.
    """

    intro: Localized
    topics: tuple[Topic, ...]
    asks: tuple[Ask, ...]
    talk: Localized
    most: int = 3
    minutes: int = 20


def rated(topic: Topic, ask: Ask) -> str:
    return f"{topic.key}.{ask.key}"


def opens(topic: Topic) -> str:
    return f"open.{topic.key}"


def groups(settings: Settings) -> tuple[Group, ...]:
    pages = (
        Group(topic.key, Written(topic.title), Written(topic.hint) if topic.hint else None)
        for topic in settings.topics
    )
    return (*pages, Group(OPENING, _("What may open")))


def form(settings: Settings, by: Partner) -> tuple[Field, ...]:
    """Return the fields in the order of the pages. Nothing is chosen beforehand."""
    found: list[Field] = [
        Choice(
            name=rated(topic, ask),
            label=Written(ask.ask),
            choices=tuple(Option(one.value, Written(one.label)) for one in ask.answers),
            group=topic.key,
        )
        for topic in settings.topics
        for ask in settings.asks
    ]
    found += [_may_open(topic) for topic in settings.topics]
    named = tuple(Option(one.key, Written(one.title)) for one in settings.topics)
    wanted = Choice(
        name=WANTED,
        label=_("Is there one that you would like to talk about?"),
        hint=_(
            "If both of you choose the same one, it opens, and it comes first. If only you do, {partner} is not told.",
            partner=by.other,
        ),
        choices=(Option("none", _("I leave this out")), *named),
        required=False,
        group=OPENING,
    )
    return (*found, wanted)


def _may_open(topic: Topic) -> Choice:
    options = (Option(MAY_OPEN, _("May open")), Option("keep", _("Keep")))
    return Choice(
        name=opens(topic), label=Written(topic.title), choices=options, default="keep", group=OPENING
    )


def order(settings: Settings, closed: Sequence[Mapping[str, Any]], chance: int) -> list[str]:
    """Return the keys of the topics that open, in order: one that both would like to talk about comes first, and the
    others are drawn from those that both allow."""
    wanted = {sheet.get(WANTED) for sheet in closed}
    both_want = [one.key for one in settings.topics if wanted == {one.key}]
    allowed = [
        one.key for one in settings.topics if all(sheet.get(opens(one)) == MAY_OPEN for sheet in closed)
    ]
    others = [key for key in allowed if key not in both_want]
    return [*both_want, *shuffled(others, chance)][: settings.most]


def checks(placed: Placed) -> Iterator[Fault]:
    settings: Settings = placed.settings
    keys = [one.key for one in settings.topics]
    yield from placed.names("topics", "key", keys)
    yield from placed.names("asks", "key", [one.key for one in settings.asks])
    if {OPENING, WANTED, "open", "none"} & set(keys):
        yield placed.wrong(_("should be small letters, digits and _, and no reserved name"), "topics")
    yield from placed.between(settings.most, 1, min(MOST, max(1, len(keys) - 1)), "most")
    yield from placed.between(settings.minutes, 1, 60, "minutes")
    if not settings.asks:
        yield placed.wrong(_("there is no question here"), "asks")
    for index, ask in enumerate(settings.asks):
        values = [one.value for one in ask.answers]
        yield from placed.distinct(values, "asks", index, "answers")
        for number, one in enumerate(ask.answers):
            if one.mirror and one.mirror not in values:
                yield placed.wrong(_("there is no such answer"), "asks", index, "answers", number, "mirror")
