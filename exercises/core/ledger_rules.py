"""What each partner may do with the couple's ledger, and what they bring from it to a new session."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from exercises.core.offer import Ask, Offer
from exercises.core.text import Gone, Phrase, Refused
from exercises.core.text import say as _

from .events import Brought
from .fields import Choice, Hidden, Option
from .ledger import Ledger, Line, standing
from .ledger_events import Closed, Renewed, ToldHow, WantsToRenew
from .pair import Partner
from .refusals import CHANGED_SINCE_OPENED
from .weeks import look_again_after

DECLINED: Final = timedelta(days=14)
"""How long words that got a no can't be proposed again by the same person."""
MAX_OPEN: Final = 3
"""How many proposals of one person can be open: put off, or on the table."""
HOW: Final = {"well": _("Well"), "partly": _("Partly"), "not_really": _("Not really")}


def offers(ledger: Ledger, by: Partner, at: datetime) -> list[Offer]:
    """Return what `by` may do. An entry can be ended at any time; renewing needs both, and a review that is due."""
    if ledger.parted_on is not None:
        return []
    return [one for entry, line in ledger.lines.items() for one in _offers(entry, line, by, at.date())]


def _offers(entry: str, line: Line, by: Partner, today: date) -> list[Offer]:
    now, found = standing(line, today), []
    this = Hidden(name="entry", label=_("Entry"), value=entry)
    if now in ("closed", "lapsed"):
        return []
    if line.listed.kind != "limit" or line.listed.author is by:
        found.append(Offer(name="close", label=_close(line, now), fields=(this,), style="quiet"))
    if now == "review_due" and None in line.told:
        options = tuple(Option(value, label) for value, label in HOW.items())
        how = Choice(name="how", label=_("How did it go?"), choices=options)
        found.append(Offer(name="tell_how", label=_("How did it go?"), fields=(this, how), style="plain"))
    if now == "review_due" and line.renewing.of(by) is None:
        again = look_again_after((2, 4, 8))
        found.append(Offer(name="renew", label=_("Keep it going"), fields=(this, again), style="plain"))
    return found


def _close(line: Line, now: str) -> Phrase:
    if now in ("later", "look_again"):
        return _("Let it go")
    return _("End it") if line.listed.kind == "agreement" and now != "starts_soon" else _("Withdraw it")


def decide(ledger: Ledger, ask: Ask) -> list[Any]:
    """Return the events of a command on the ledger. Raises Refused."""
    entry = ask.raw.get("entry")
    open_to = offers(ledger, ask.by, ask.at)
    named = (
        each for each in open_to if each.name == ask.name and getattr(each.fields[0], "value", "") == entry
    )
    offer = next(named, None)
    if offer is None:
        raise Refused("moved_on", CHANGED_SINCE_OPENED)
    values = offer.clean(ask.raw)
    entry, today = values["entry"], ask.at.date()
    if ask.name == "close":
        return [Closed(ask.by, entry, today)]
    if ask.name == "tell_how":
        return [ToldHow(ask.by, entry, values["how"])]
    weeks = int(values["weeks"])
    other = ledger.lines[entry].renewing.of(ask.by.other)
    wants = WantsToRenew(ask.by, entry, weeks)
    if other is None:
        return [wants]
    return [wants, Renewed(entry, today + timedelta(weeks=min(weeks, other)), today)]


def look_again(ledger: Ledger, by: Partner, entry: str, at: datetime) -> bool:
    """Return whether `by` may bring this entry to a session: an agreement, what was put off, or their own limit."""
    line = ledger.lines.get(entry)
    if line is None or ledger.parted_on is not None or standing(line, at.date()) in ("closed", "lapsed"):
        return False
    if line.listed.kind == "limit":
        return line.listed.author is by
    return line.listed.kind == "agreement" or line.listed.until is not None


def brought(ledger: Ledger, by: Partner, at: datetime, entry: str = "") -> list[Brought]:
    """Return what a session that `by` starts takes over from the ledger, for each partner who brings something.

    `entry`: one of those of `look_again`, whose words are then filled in on the sheet of `by`.
    """
    chosen = entry if look_again(ledger, by, entry, at) else ""
    found = [_brought(ledger, who, at.date(), chosen, who is by) for who in Partner]
    return [one for one in found if one.entry or one.open or one.declined]


def _brought(ledger: Ledger, who: Partner, today: date, entry: str, starts: bool) -> Brought:
    of_own = [
        key
        for key, line in ledger.lines.items()
        if line.listed.author is who and line.listed.until and line.closed_on is None and key != entry
    ]
    declined = [
        [one.words, (one.on + DECLINED).isoformat()]
        for one in ledger.declined
        if one.by is who and not isinstance(one.words, Gone) and today < one.on + DECLINED
    ]
    if not (starts and entry):
        return Brought(who, "", "", 0, 0, len(of_own), None, declined)
    listed = ledger.lines[entry].listed
    answers = _answers(ledger.lines[entry], who)
    return Brought(who, entry, listed.kind, listed.times_a, listed.times_b, len(of_own), answers, declined)


def _answers(line: Line, who: Partner) -> dict[str, str]:
    """Return the sheet on which this entry could have been written."""
    copies = (line.words.of(who), line.words.of(who.other))
    words = next((one for one in copies if isinstance(one, str)), None)
    given = {"words": words, "kind": line.listed.kind, "weeks": str(line.listed.weeks or "")}
    return {name: value for name, value in given.items() if value}
