"""The step kind `negotiation`: the partners discuss one item after the other, each with the moves of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from exercises.core.events import Ended, MovedOn
from exercises.core.kind import Here, Seen, Shared, StepKind
from exercises.core.ledger import Settlement
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer, neither
from exercises.core.revealed import each_in_both
from exercises.core.text import GONE, Gone, Localized, Written
from exercises.core.text import say as _
from exercises.steps.negotiation import item as table
from exercises.steps.negotiation.checks import checks
from exercises.steps.negotiation.forms import move_offer
from exercises.steps.negotiation.item import Accepted, Answered, Asked, HasRead, Item, Offered, Withdrawn
from exercises.steps.negotiation.seen import Mine, Revealed, RevealedItem, Theirs, item_seen, leads_to


@dataclass(frozen=True)
class Settings:
    """`about`: the id of the reflection whose opened sheets hold `kind`, `words` and `weeks` of each partner's item."""

    intro: Localized
    about: str


@dataclass(frozen=True)
class ReadyForNext:
    by: Partner


@dataclass(frozen=True)
class NextItem:
    """Both are ready: the next item becomes the present one."""


@dataclass(frozen=True)
class State:
    """`current`: the index of the present item; the number of items once all are done."""

    items: tuple[Item, ...]
    current: int = 0
    ready: Pair[bool] = field(default_factory=neither)

    @property
    def item(self) -> Item | None:
        return self.items[self.current] if self.current < len(self.items) else None


def start(here: Here) -> State:
    source = here.carried.get(here.settings.about, {})
    return State(tuple(_laid(source, Partner(letter)) for letter in source.get("order", ())))


def _laid(source: Mapping[str, Any], author: Partner) -> Item:
    answers = source["answers"].of(author)
    words = GONE if answers is None or isinstance(answers, Gone) else answers.get("words", GONE)
    picks = source["picks"].get(author.value, {})
    return table.lay(author, picks.get("kind") or "", words, int(picks.get("weeks") or table.WEEKS[0]))


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    item = state.item
    if item is None:
        return []
    last = state.current + 1 == len(state.items)
    onward = [] if state.ready.of(by) else [move_offer("next", item, last)]
    moves = [move_offer(name, item, last) for name in table.moves(item, by)]
    return moves + onward if item.outcome == "open" else onward + moves


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    assert state.item is not None
    if ask.name == "next":
        ready: list[Any] = [ReadyForNext(ask.by)]
        return [*ready, NextItem()] if state.ready.of(ask.by.other) else ready
    return [_move(state.item, ask)]


def _move(item: Item, ask: Ask) -> Any:
    words = ask.values.get("words")
    match ask.name:
        case "ask" | "reply":
            return Asked(ask.by, words or "")
        case "offer":
            return Offered(ask.by, int(ask.values.get("weeks") or item.version.weeks), words or "")
        case "accept":
            version = item.version
            return Accepted(ask.by, len(item.versions), ask.at, version.words, version.digest)
        case "read":
            return HasRead(ask.by)
        case "withdraw":
            return Withdrawn(ask.by)
    answer = {"say_yes": "yes", "say_no": "no", "need_time": "time"}[ask.name]
    return Answered(ask.by, answer, item.version.words if answer == "yes" else None)


def evolve(here: Here, state: State, event: Any) -> State:
    if isinstance(event, ReadyForNext):
        return replace(state, ready=state.ready.put(event.by, True))
    if isinstance(event, NextItem):
        return replace(state, current=state.current + 1, ready=neither())
    assert state.item is not None
    items = list(state.items)
    items[state.current] = table.evolve(state.item, event)
    return State(tuple(items), state.current, neither() if turns(event) else state.ready)


def turns(event: Any) -> bool:
    """Return whether the move changes what the partner may do, so that readiness for the next item is reset."""
    return not isinstance(event, ReadyForNext | HasRead)


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    shown = state.items if state.item is None else state.items[: state.current + 1]
    theirs = Theirs(
        items=tuple(item_seen(item, viewer) for item in shown),
        on_the_table=state.current + 1 if state.item else None,
        many=len(state.items),
        ready=state.ready.of(viewer.other),
    )
    return Seen(Mine(Written(here.settings.intro), state.ready.of(viewer)), theirs)


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    """Return every item with its words and answers, without whether a limit was read."""
    items = each_in_both(RevealedItem, Pair(theirs.a.items, theirs.b.items))
    return Revealed(items) if items else None


def settles(here: Here, before: State, event: Any, after: State) -> Sequence[Settlement]:
    """Return ledger entries: an agreement once both accept; a shared limit or a yes when its item is left."""
    item = before.item
    if item is None:
        return ()
    if isinstance(event, Accepted):
        done = after.items[before.current]
        return (_agreement(done, event),) if done.outcome == "agreed" else ()
    if not isinstance(event, NextItem | MovedOn | Ended):
        return ()
    words = item.version.words
    if item.outcome == "shared":
        return (
            Settlement("limit", item.author, Pair[str | Gone | None](None, None).put(item.author, words)),
        )
    if item.kind == "request" and item.outcome == "yes":
        return (Settlement("request", item.version.by, Pair(words, words)),)
    return ()


def _agreement(item: Item, event: Accepted) -> Settlement:
    """Return an entry in force from the next day and reviewed after the agreed number of weeks."""
    starts = event.at.date() + timedelta(days=1)
    review = starts + timedelta(weeks=item.version.weeks)
    words = item.version.words
    return Settlement("agreement", item.author, Pair(words, words), starts, review)


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    """Return the words that `by` put on the table, and their questions and replies."""
    found: list[Shared] = []
    for item in state.items if state.item is None else state.items[: state.current + 1]:
        own = [version.words for version in item.versions if version.by is by]
        found += [(_("You put on the table"), words) for words in own if isinstance(words, str)]
        said = [event.words for event in item.thread if event.by is by]
        found += [(_("You asked or answered"), words) for words in said if isinstance(words, str)]
    return found


KIND = StepKind(
    name="negotiation",
    settings=Settings,
    events={**table.EVENTS, "negotiation.ready_for_next": ReadyForNext, "negotiation.next_item": NextItem},
    start=start,
    offers=offers,
    decide=decide,
    evolve=evolve,
    view=view,
    finished=lambda state: state.item is None,
    turns=turns,
    settles=settles,
    has_words=lambda theirs: bool(theirs.items),
    shares=shares,
    leads_to=leads_to,
    revealed=revealed,
    checks=checks,
)
