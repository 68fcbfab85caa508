"""The moves that each partner can make on an item, and the events that they cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from exercises.core.events import Brought
from exercises.core.ledger_rules import DECLINED
from exercises.core.offer import Ask
from exercises.core.pair import Partner
from exercises.core.proposing import Resting, brought_words, refuse_at, refuse_resting
from exercises.core.text import Gone
from exercises.core.text import say as _
from exercises.core.wording import same_words
from exercises.steps.negotiation.item import (
    Accepted,
    Answered,
    Asked,
    HasRead,
    Item,
    Offered,
    PutOff,
    Reworded,
    Withdrawn,
)

MOST_TIMES: Final = 2
"""How often one person can put off an item."""
ANSWERS: Final = {"say_yes": "yes", "say_no": "no", "need_time": "time", "touches_limit": "limit"}
UNDECIDED: Final = ("open", "time", "later")


def moves(item: Item, by: Partner) -> list[str]:
    """Return the names of the moves that `by` can make, those that go forward first."""
    if item.outcome == "withdrawn":
        return []
    say = "reply" if item.thread and item.thread[-1].by is by.other else "ask"
    own = ["withdraw"] if by is item.author and item.outcome != "agreed" else []
    if item.kind == "limit":
        first = ["reword"] if by is item.author else [] if item.read else ["read"]
        return [*first, say, *own]
    if item.outcome == "agreed":
        return []
    later = ["put_off"] if _can_put_off(item, by) else []
    answers = _on_an_agreement(item, by) if item.kind == "agreement" else _on_a_request(item, by)
    return [*answers, *later, say, *own]


def _can_put_off(item: Item, by: Partner) -> bool:
    is_open = item.outcome in ("open", "time") and not item.changes_an_agreement
    return is_open and item.times.of(by) < MOST_TIMES


def _on_an_agreement(item: Item, by: Partner) -> list[str]:
    can_accept = not isinstance(item.version.words, Gone) and not item.accepted.of(by)
    accept = ["accept"] if can_accept and item.outcome in UNDECIDED else []
    is_asked = by is item.answerer and item.outcome in ("open", "later")
    return [*accept, *(["say_no", "need_time", "touches_limit"] if is_asked else []), "offer"]


def _on_a_request(item: Item, by: Partner) -> list[str]:
    if by is not item.answerer:
        return []
    readable = not isinstance(item.version.words, Gone)
    return [
        *(name for name in ANSWERS if ANSWERS[name] != item.outcome and (readable or name != "say_yes")),
        "offer",
    ]


def move(item: Item, ask: Ask, resting: Resting) -> Any:
    """Return the event of a move. Raises Refused for words that are on the table already, or are `resting`."""
    words = ask.values.get("words") or ""
    version, today = item.version, ask.at.date()
    match ask.name:
        case "ask" | "reply":
            return Asked(ask.by, words)
        case "offer":
            weeks = int(ask.values.get("weeks") or version.weeks)
            _check_other_words(item, ask.by, words, weeks)
            refuse_resting("words", ask.by, words, resting, today)
            return Offered(ask.by, weeks, words)
        case "reword":
            _check_other_words(item, ask.by, words, version.weeks)
            return Reworded(ask.by, words)
        case "accept":
            return Accepted(ask.by, len(item.versions), ask.at, version.words, version.digest)
        case "read":
            return HasRead(ask.by)
        case "put_off":
            return PutOff(ask.by, today + timedelta(weeks=int(ask.values["after"])))
        case "withdraw":
            return Withdrawn(ask.by)
    answer = ANSWERS[ask.name]
    return Answered(ask.by, answer, version.words if answer == "yes" else None, today)


def resting_words(items: Iterable[Item], by: Partner, brought: Brought | None) -> Resting:
    """Return the words of `by` that got a no, in this session or a short while before it."""
    said = (one for item in items for one in item.declined)
    here = [(words, on + DECLINED) for who, words, on in said if who is by and on]
    return [*brought_words(brought), *here]


def _check_other_words(item: Item, by: Partner, words: str, weeks: int) -> None:
    """Raise Refused if these words, with the same weeks, are on the table now."""
    now = item.version.words
    if not isinstance(now, Gone) and same_words(now, words) and weeks == item.version.weeks:
        refuse_at(
            "words", _("These words are on the table already. Change what you would like to be different.")
        )
