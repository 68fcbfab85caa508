"""The sentences that a page shows around an item, for one of the partners."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.core.pair import Partner
from exercises.core.text import Phrase
from exercises.core.text import say as _
from exercises.steps.negotiation.item import NOES, Item, PutOff
from exercises.steps.negotiation.now import now


@dataclass(frozen=True)
class Sentences:
    """`title`: what it is and whose. `before`: the same for an item that is no longer on the table. `whose`: whose the
    present words are, once there were others. `why`: stands above what it is for. `meaning`: what a limit says, with
    `help`, the words of a link to the help page. `trial`: when an agreement is looked at again. `accepted`: who accepts
    the present words. `outcome`: the answer, and `after`, what follows from it. `read`: that a limit was read. `now`:
    what the item asks of the reader.
    """

    title: Phrase
    before: Phrase
    whose: Phrase | None
    why: Phrase
    meaning: Phrase | None
    help: Phrase | None
    trial: Phrase | None
    accepted: tuple[Phrase, ...]
    outcome: Phrase | None
    after: Phrase | None
    read: Phrase | None
    now: Phrase


def sentences(item: Item, viewer: Partner) -> Sentences:
    """Return all sentences as `viewer` reads them."""
    is_own, is_limit = item.author is viewer, item.kind == "limit"
    outcome, after = _outcome(item, viewer)
    return Sentences(
        title=_title(item, viewer),
        before=_("Your earlier item") if is_own else _("{name}’s earlier item", name=item.author),
        whose=_whose(item, viewer) if len(item.versions) > 1 else None,
        why=_("What this is for you") if is_own else _("What this is for {name}", name=item.author),
        meaning=_meaning(item, viewer) if is_limit else None,
        help=_("If it feels like a rule for you, see the Help page.") if is_limit and not is_own else None,
        trial=_trial(item),
        accepted=_accepted(item, viewer),
        outcome=outcome,
        after=after,
        read=_read(item, viewer) if item.read else None,
        now=now(item, viewer),
    )


def _title(item: Item, viewer: Partner) -> Phrase:
    if item.outcome == "agreed":
        return _("An agreement between you and {name}", name=viewer.other)
    if item.author is viewer:
        own = {"limit": _("Your limit"), "request": _("Your request")}
        return own.get(item.kind, _("An agreement you propose"))
    theirs = {
        "limit": _("{name}’s limit", name=item.author),
        "request": _("{name}’s request", name=item.author),
    }
    return theirs.get(item.kind, _("An agreement {name} proposes", name=item.author))


def _whose(item: Item, viewer: Partner) -> Phrase:
    by = item.version.by
    return _("These are your words.") if by is viewer else _("These are {name}’s words.", name=by)


def _meaning(item: Item, viewer: Partner) -> Phrase:
    if item.author is viewer:
        return _(
            "This says what you will do. It is complete as it is, and never a rule for {name}. "
            "Nobody accepts or declines it.",
            name=viewer.other,
        )
    return _("This says what {name} will do. It is never a rule for you.", name=item.author)


def _trial(item: Item) -> Phrase | None:
    if item.kind != "agreement" or item.outcome == "withdrawn":
        return None
    weeks = item.version.weeks
    if weeks == 1:
        return _("On trial; you’ll look at it again after {weeks} week.", weeks=weeks)
    return _("On trial; you’ll look at it again after {weeks} weeks.", weeks=weeks)


def _accepted(item: Item, viewer: Partner) -> tuple[Phrase, ...]:
    """Return who has accepted the words of an agreement that is still open, the viewer first."""
    if item.kind != "agreement" or item.outcome in ("withdrawn", "agreed", *NOES):
        return ()
    says = {
        viewer: _("You accept exactly these words."),
        viewer.other: _("{name} accepts exactly these words.", name=viewer.other),
    }
    return tuple(says[who] for who in (viewer, viewer.other) if item.accepted.of(who))


def _outcome(item: Item, viewer: Partner) -> tuple[Phrase | None, Phrase | None]:
    if item.outcome == "withdrawn":
        return _("This is off the table."), None
    if item.outcome == "agreed":
        after = _(
            "It is in force from tomorrow, on trial. Either of you alone can withdraw it before then, or end it later. "
            "You’ll find it under Agreements."
        )
        return _("You both accepted exactly these words."), after
    if item.outcome == "later" and item.put_off:
        return _put_off(item.put_off, viewer)
    if item.outcome not in ("yes", "time", *NOES):
        return None, None
    return _own_answer(item.outcome) if item.answerer is viewer else _their_answer(item)


def _put_off(event: PutOff, viewer: Partner) -> tuple[Phrase, Phrase]:
    after = _("Nothing is agreed, and nothing expires. You’ll find it under Agreements.")
    if event.by is viewer:
        return _("You would like to look at it again on {day}.", day=event.until), after
    says = _("{name} would like to look at it again on {day}.", name=event.by, day=event.until)
    return says, after


def _own_answer(outcome: str) -> tuple[Phrase, Phrase]:
    if outcome == "yes":
        return _("You said yes."), _("A yes can become a no, now or later.")
    if outcome == "no":
        return _("You said no."), _("Nothing more is asked of you.")
    if outcome == "limit":
        after = _("That is a no to these words. Your limit stays as it is. Nothing more is asked of you.")
        return _("You said that this touches a limit of yours."), after
    return _("You asked for time to think."), _("Take your time. Nothing expires.")


def _their_answer(item: Item) -> tuple[Phrase, Phrase]:
    name = item.answerer
    if item.outcome == "yes":
        return _("{name}’s answer is yes.", name=name), _("A yes can become a no, now or later.")
    if item.outcome == "no":
        after = _("That is a complete answer; no reason is needed. What you need still matters.")
        return _("{name}’s answer is no.", name=name), after
    if item.outcome == "limit":
        after = _(
            "That is a no to these words, and complete. The limit is not up for discussion; words that keep clear "
            "of it can be suggested. What you need still matters."
        )
        return _("{name} says that this touches a limit.", name=name), after
    after = _("That is a complete answer for today. What you need still matters.")
    return _("{name} would like time to think.", name=name), after


def _read(item: Item, viewer: Partner) -> Phrase:
    if item.author is viewer:
        return _("{name} has read this.", name=viewer.other)
    return _("You have said that you’ve read this.")
