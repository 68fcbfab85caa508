"""The step kind `negotiation`: the partners discuss one item after the other, each with the moves of its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from exercises.core.events import Brought, Ended, MovedOn
from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, StepKind
from exercises.core.offer import Ask, Offer
from exercises.core.pair import Pair, Partner, Viewer, neither
from exercises.core.revealed import each_in_both
from exercises.core.settlement import Settled, Version
from exercises.core.text import GONE, Gone, Localized, Written
from exercises.core.text import say as _
from exercises.steps.negotiation import item as table
from exercises.steps.negotiation.checks import checks
from exercises.steps.negotiation.forms import move_offer
from exercises.steps.negotiation.item import HasRead, Item
from exercises.steps.negotiation.moves import move, moves, resting_words
from exercises.steps.negotiation.seen import Mine, Revealed, RevealedItem, Theirs, item_seen, leads_to
from exercises.steps.negotiation.settling import left, limit, on_move


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
    return State(tuple(_laid(here, source, Partner(letter)) for letter in source.get("order", ())))


def _laid(here: Here, source: Mapping[str, Any], author: Partner) -> Item:
    answers = source["answers"].of(author)
    sheet = dict.fromkeys(("words", "why", "works"), GONE) if isinstance(answers, Gone) else answers or {}
    picks = source["picks"].get(author.value, {})
    weeks = int(picks.get("weeks") or table.WEEKS[0])
    item = table.lay(author, picks.get("kind") or "", sheet.get("words", GONE), weeks)
    item = replace(item, purpose=table.Purpose(sheet.get("why"), sheet.get("works")))
    brought = here.brought(author)
    return item if brought is None or brought.kind != item.kind else _continuing(item, brought)


def _continuing(item: Item, brought: Brought) -> Item:
    """Return the item with what it continues: an entry of the ledger, and the words of that before its own."""
    earlier = brought.answers.get("words") if isinstance(brought.answers, Mapping) else None
    versions = item.versions
    if earlier and earlier != item.version.words:
        versions = (Version(item.author, earlier, item.version.weeks), *versions)
    times = Pair(brought.times_a, brought.times_b)
    return replace(item, entry=brought.entry, times=times, versions=versions)


def offers(here: Here, state: State, by: Partner) -> list[Offer]:
    item = state.item
    if item is None:
        return []
    last = state.current + 1 == len(state.items)
    onward = [] if state.ready.of(by) else [move_offer("next", item, by, last)]
    found = [move_offer(name, item, by, last) for name in moves(item, by)]
    return found + onward if item.outcome == "open" else onward + found


def decide(here: Here, state: State, ask: Ask) -> list[Any]:
    assert state.item is not None
    if ask.name == "next":
        ready: list[Any] = [ReadyForNext(ask.by)]
        return [*ready, NextItem()] if state.ready.of(ask.by.other) else ready
    return [move(state.item, ask, resting_words(state.items, ask.by, here.brought(ask.by)))]


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


def settles(here: Here, before: State, event: Any, after: State) -> Sequence[Settled]:
    """Return what the event changes in the ledger: see `settling`."""
    item = before.item
    if item is None:
        return ()
    key = _key(here, item)
    if isinstance(event, NextItem | MovedOn | Ended):
        return left(item, key)
    return on_move(after.items[before.current], event, key)


def settles_on_entry(here: Here, state: State) -> Sequence[Settled]:
    """Return the limits: both sheets are open, so each is complete."""
    return [limit(item, _key(here, item)) for item in state.items if item.outcome == "shared"]


def _key(here: Here, item: Item) -> str:
    return f"{here.step_id}.{item.author.value}"


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
    settles_on_entry=settles_on_entry,
    reads_ledger=True,
    has_words=lambda theirs: bool(theirs.items),
    shares=shares,
    leads_to=leads_to,
    revealed=revealed,
    checks=checks,
)
