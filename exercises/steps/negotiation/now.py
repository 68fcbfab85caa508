"""What an item on the table asks of the partner who reads it now, in a sentence or two."""

from __future__ import annotations

from exercises.core.pair import Partner
from exercises.core.text import Phrase
from exercises.core.text import say as _
from exercises.steps.negotiation.item import NOES, Item


def now(item: Item, viewer: Partner) -> Phrase:
    """Return what stands above the item."""
    name = viewer.other
    if item.outcome == "withdrawn":
        return _("There is nothing to do here. You can go on.")
    if item.kind == "limit" and item.author is viewer:
        return _("You have shared a limit. {name} can read it; nothing more is needed.", name=name)
    if item.outcome == "later":
        return _("This is for another day. You can go on when you are both ready.")
    if item.kind == "limit":
        return _("{name} has shared a limit. It needs no answer from you.", name=name)
    if item.outcome == "agreed":
        return _("You have an agreement on trial.")
    if item.kind == "agreement":
        return _of_an_agreement(item, viewer)
    if item.outcome != "open":
        return _("There is an answer. You can go on when you are both ready.")
    if item.answerer is viewer:
        return _(
            "{name} asks you for something. Yes, no, another way or time to think: each is a complete answer.",
            name=name,
        )
    return _(
        "You have asked {name} for something. Yes, no, another way or time to think: each is a complete answer.",
        name=name,
    )


def _of_an_agreement(item: Item, viewer: Partner) -> Phrase:
    """Return what it takes to agree; once one of the two has accepted, whose acceptance is still missing."""
    name, is_open = viewer.other, item.outcome not in NOES
    if is_open and item.accepted.of(viewer):
        return _("You accept these words. If {name} accepts exactly the same, it is an agreement.", name=name)
    if is_open and item.accepted.of(name):
        return _(
            "{name} accepts these words. If you accept exactly the same, it is an agreement. "
            "“No agreement yet” is a good ending too.",
            name=name,
        )
    return _(
        "It becomes an agreement only when both of you accept exactly the same words. "
        "“No agreement yet” is a good ending too."
    )
