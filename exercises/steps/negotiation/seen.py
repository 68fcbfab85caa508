"""What partners and counselors see of a `negotiation` step: every item up to the present one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exercises.core.kind import for_page
from exercises.core.pair import Partner
from exercises.core.text import Gone, Phrase
from exercises.core.wording import Piece, differences
from exercises.steps.negotiation.item import Item
from exercises.steps.negotiation.sentences import Sentences, sentences


@dataclass(frozen=True)
class Mine:
    """`ready`: whether the viewer is ready for the next item."""

    intro: Phrase
    ready: bool


@dataclass(frozen=True)
class Said:
    by: Partner
    words: str | Gone


@dataclass(frozen=True)
class ItemSeen:
    """An item as both see it. `accepted`: who has accepted the present words; `version` counts them from 1.

    `until`: the day to which it was put off last. `why`, `works`: what its author wrote beside it. `compares`:
    whether both the present words and those before can be read.
    """

    author: Partner
    kind: str
    words: str | Gone
    words_by: Partner
    weeks: int
    version: int
    earlier: tuple[Said, ...]
    accepted: tuple[Partner, ...]
    outcome: str
    answerer: Partner
    read: bool
    thread: tuple[Said, ...]
    why: str | Gone | None
    works: str | Gone | None
    until: date | None
    compares: bool = for_page()
    says: Sentences = for_page()

    @property
    def changes(self) -> tuple[Piece, ...]:
        """The present words in pieces, with what was taken out of those before."""
        return differences(self.earlier[-1].words, self.words) if self.compares else ()


@dataclass(frozen=True)
class Theirs:
    """`on_the_table`: the number of the present item, from 1; None when all are done."""

    items: tuple[ItemSeen, ...]
    on_the_table: int | None
    many: int
    ready: bool


@dataclass(frozen=True)
class RevealedItem:
    author: Partner
    kind: str
    words: str | Gone
    words_by: Partner
    weeks: int
    earlier: tuple[Said, ...]
    outcome: str
    answerer: Partner
    thread: tuple[Said, ...]


@dataclass(frozen=True)
class Revealed:
    items: tuple[RevealedItem, ...]


def leads_to(theirs: Theirs) -> str:
    """Return what fits next: what was settled, or another time."""
    settled = any(item.outcome in ("shared", "yes", "agreed") for item in theirs.items)
    return "agreements" if settled else "time" if theirs.items else ""


def item_seen(item: Item, viewer: Partner) -> ItemSeen:
    return ItemSeen(
        author=item.author,
        kind=item.kind,
        words=item.version.words,
        words_by=item.version.by,
        weeks=item.version.weeks,
        version=len(item.versions),
        earlier=tuple(Said(version.by, version.words) for version in item.versions[:-1]),
        accepted=tuple(who for who in (viewer, viewer.other) if item.accepted.of(who)),
        outcome=item.outcome,
        answerer=item.answerer,
        read=item.read,
        thread=tuple(Said(event.by, event.words) for event in item.thread),
        why=item.purpose.why,
        works=item.purpose.works,
        until=item.put_off.until if item.put_off else None,
        compares=len(item.versions) > 1
        and not any(isinstance(one.words, Gone) for one in item.versions[-2:]),
        says=sentences(item, viewer),
    )
