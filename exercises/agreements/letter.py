"""One limit, request or agreement, as a partner or a counselor reads it.

Every sentence around its words is chosen here; templates only test whether a field is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from couples.amounts import length_text
from exercises.core.ledger import GRACE
from exercises.live.screens import forms
from exercises.translate import Person, Reader

Entry = Mapping[str, Any]
"""One entry as the core shows it, with both partners as `Person`."""
ENDED: Final = frozenset({"closed", "lapsed"})


@dataclass(frozen=True)
class Letter:
    """One limit, request or agreement, ready to be shown.

    `state`: see `core.ledger.standing`. `entry`: its id, where a page needs one. `signer`: its author, where the
    template names them. `note`: what it means for the reader, or the day of its review. `help`: the text of a link to
    the help page. `forms`: what the reader may do with it; the form that ends it explains what that means.
    """

    state: str
    title: str
    words: str
    signature: str
    entry: str = ""
    signer: Person | None = None
    standing: str = ""
    note: str = ""
    help: str = ""
    forms: tuple[Mapping[str, Any], ...] = ()

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_due(self) -> bool:
        """Whether the two are to look at it again now."""
        return self.state == "review_due"


def of_entry(entry: Mapping[str, Any], reader: Reader) -> Letter:
    """Return an entry of the ledger (see `core.ledger_view.view`), with the forms that the reader may use on it."""
    shown: Entry = reader.shown({**entry, "commands": []})
    is_agreement = shown["kind"] == "agreement"
    by = _("Accepted by both in the same words") if is_agreement else shown["author"].name
    note, help_ = _note(shown)
    by_name = {offer.name: forms.shown(offer, 0, reader, {}, {}) for offer in entry["commands"]}
    return Letter(
        entry=shown["entry"],
        state=shown["state"],
        title=_title(shown),
        words=shown["words"],
        signature=f"{by}, {_day(shown['on'])}",
        signer=None if is_agreement else shown["author"],
        standing=_standing(shown),
        note=note,
        help=help_,
        forms=tuple(by_name[name] | _closing(name, shown) for name in ("renew", "close") if name in by_name),
    )


def of_retained(entry: Mapping[str, Any], reader: Reader) -> Letter:
    """Return an entry as its reader keeps it after the couple has ended (see `core.ledger_view`), without forms."""
    shown: Entry = reader.shown(entry)
    author: Person = shown["author"]
    title = _title(shown)
    if shown["kind"] == "request" and not author.is_you:
        title = _("A request by %(name)s that you said yes to") % {"name": author}
    signature = _day(shown["on"])
    if shown["closed_on"]:
        days = {"day": signature, "closed": _day(shown["closed_on"])}
        signature = _("%(day)s, ended on %(closed)s") % days
    return Letter(shown["state"], title, shown["words"], signature)


def of_agreed(entry: Mapping[str, Any], reader: Reader) -> Letter:
    """Return an entry accepted by both, for a counselor. It addresses nobody as “you” and does not say who ended it."""
    shown: Entry = reader.shown(entry)
    title = _("An agreement")
    if shown["kind"] == "request":
        title = _("%(name)s’s request, accepted") % {"name": shown["author"]}
    by = _("Accepted by both in the same words")
    signature = f"{by}, {_day(shown['on'])}"
    return Letter(shown["state"], title, shown["words"], signature, standing=_standing_of_agreed(shown))


def _standing_of_agreed(entry: Entry) -> str:
    match entry["state"]:
        case "closed":
            return _("Ended on %(closed)s") % {"closed": _day(entry["closed_on"])}
        case "starts_soon":
            days = {"starts": _day(entry["starts"]), "review": _day(entry["review"])}
            return _("In force from %(starts)s, on trial until %(review)s") % days
        case "lapsed":
            return _("Lapsed: it wasn’t renewed, and nothing is renewed automatically")
        case "review_due":
            return _("Time for the two of them to look at it again")
    if entry["kind"] == "request":
        return _("A yes that can become a no at any time")
    return _("On trial until %(review)s") % {"review": _day(entry["review"])}


def _title(entry: Entry) -> str:
    author: Person = entry["author"]
    if entry["kind"] == "agreement":
        return _("An agreement between you")
    if author.is_you:
        return _("Your limit") if entry["kind"] == "limit" else _("Your request, accepted")
    if entry["kind"] == "limit":
        return _("%(name)s’s limit") % {"name": author}
    return _("%(name)s’s request, accepted") % {"name": author}


def _standing(entry: Entry) -> str:
    """Return the state of the entry in one sentence."""
    kind, state, author = entry["kind"], entry["state"], entry["author"]
    if state == "closed":
        says = _("Ended on %(closed)s") if kind == "agreement" else _("Withdrawn on %(closed)s")
        return says % {"closed": _day(entry["closed_on"])}
    if state == "starts_soon":
        says = _("In force from %(starts)s. Either of you can end it at any time, even before then")
        return says % {"starts": _day(entry["starts"])}
    if state == "lapsed":
        return _("Lapsed: it wasn’t renewed, and nothing is renewed automatically")
    if state == "review_due":
        return _review_due(entry["i_renew"])
    if kind == "agreement":
        return _("On trial until %(review)s; either of you can end it alone") % {
            "review": _day(entry["review"])
        }
    if kind == "request":
        return _("A yes that can become a no at any time")
    if author.is_you:
        return _("In force until you withdraw it")
    return _("In force until %(name)s withdraws it") % {"name": author}


def _review_due(i_renew: bool) -> str:
    if i_renew:
        return _(
            "Time to look at it again. You would like to keep it going; it goes on if both of you say so"
        )
    return _(
        "Time to look at it again. It goes on only if both of you say so; otherwise it lapses after %(grace)s"
    ) % {"grace": length_text(GRACE)}


def _note(entry: Entry) -> tuple[str, str]:
    """Return the note below the words and the text of a link to help; both may be empty."""
    author: Person = entry["author"]
    if entry["kind"] == "limit" and entry["state"] not in ENDED:
        if author.is_you:
            return _("This says what you will do. It is never a rule for anybody else."), ""
        says = _("This says what %(name)s will do. It is never a rule for you.") % {"name": author}
        return says, _("If it feels like a rule for you, see the Help page.")
    if entry["kind"] == "agreement" and entry["state"] == "starts_soon":
        says = _("This is a trial. You will look at it again on %(review)s.")
        return says % {"review": _day(entry["review"])}, ""
    return "", ""


def _closing(name: str, entry: Entry) -> dict[str, str]:
    """Return the explanation and the confirming button of the form that ends an entry; empty for other forms."""
    if name != "close":
        return {}
    if entry["kind"] == "limit":
        means = _(
            "It will no longer apply, and both of you will see it under “Earlier”. "
            "It can’t be restored here, only written again."
        )
    else:
        means = _(
            "It will no longer apply to either of you, and both of you will see it under “Earlier”. "
            "No reason is needed, and it won’t say who ended it. It can’t be restored here, only made again."
        )
    is_running = entry["kind"] == "agreement" and entry["state"] != "starts_soon"
    return {"means": means, "yes": _("Yes, end it") if is_running else _("Yes, withdraw it")}


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
