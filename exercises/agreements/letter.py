"""One limit, request or agreement, as a partner or a counselor reads it.

Every sentence around its words is chosen here; templates only test whether a field is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from exercises.agreements import earlier, standing
from exercises.agreements.earlier import Earlier
from exercises.agreements.standing import Entry, day
from exercises.live.screens import forms
from exercises.translate import Person, Reader

ENDED: Final = frozenset({"closed", "lapsed"})


@dataclass(frozen=True)
class Letter:
    """One limit, request or agreement, ready to be shown.

    `state`: see `core.ledger.standing`. `entry`: its id, where a page needs one. `signer`: its author, where the
    template names them. `note`: what it means for the reader, or the day of its review. `help`: the text of a link to
    the help page. `forms`: what the reader may do with it; the form that ends it explains what that means.
    `earlier`: what was said before the words; `whose`: then, how they came about.
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
    earlier: tuple[Earlier, ...] = ()
    whose: str = ""

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def is_another_way(self) -> bool:
        """Whether the words answer a request in another way, and say little without it."""
        return self.signer is not None and bool(self.whose)

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
        signature=f"{by}, {day(shown['on'])}",
        signer=None if is_agreement else shown["author"],
        standing=standing.for_partner(shown),
        note=note,
        help=help_,
        forms=tuple(by_name[name] | _closing(name, shown) for name in ("renew", "close") if name in by_name),
        earlier=earlier.before(shown),
        whose=earlier.whose(shown),
    )


def of_retained(entry: Mapping[str, Any], reader: Reader) -> Letter:
    """Return an entry as its reader keeps it after the couple has ended (see `core.ledger_view`), without forms."""
    shown: Entry = reader.shown(entry)
    author: Person = shown["author"]
    title = _title(shown)
    if shown["kind"] == "request" and not author.is_you and shown["words_by"] == author:
        title = _("A request by %(name)s that you said yes to") % {"name": author}
    signature = day(shown["on"])
    if shown["closed_on"]:
        days = {"day": signature, "closed": day(shown["closed_on"])}
        signature = _("%(day)s, ended on %(closed)s") % days
    came_before, whose = earlier.before(shown), earlier.whose(shown)
    return Letter(shown["state"], title, shown["words"], signature, earlier=came_before, whose=whose)


def of_agreed(entry: Mapping[str, Any], reader: Reader) -> Letter:
    """Return an entry accepted by both, for a counselor. It addresses nobody as “you” and does not say who ended it."""
    shown: Entry = reader.shown(entry)
    title = _("An agreement")
    if shown["kind"] == "request":
        title = _("%(name)s’s request, accepted") % {"name": shown["author"]}
        if shown["words_by"] != shown["author"]:
            title = _("%(name)s’s offer, accepted") % {"name": shown["words_by"]}
    by = _("Accepted by both in the same words")
    signature = f"{by}, {day(shown['on'])}"
    return Letter(shown["state"], title, shown["words"], signature, standing=standing.for_counselor(shown))


def _title(entry: Entry) -> str:
    author: Person = entry["author"]
    if entry["kind"] == "agreement":
        return _("An agreement between you")
    if earlier.whose(entry):
        mine = _("Your request, and another way")
        return mine if author.is_you else _("%(name)s’s request, and another way") % {"name": author}
    if author.is_you:
        return _("Your limit") if entry["kind"] == "limit" else _("Your request, accepted")
    if entry["kind"] == "limit":
        return _("%(name)s’s limit") % {"name": author}
    return _("%(name)s’s request, accepted") % {"name": author}


def _note(entry: Entry) -> tuple[str, str]:
    """Return the note below the words and the text of a link to help; both may be empty."""
    author: Person = entry["author"]
    if entry["kind"] == "limit" and entry["state"] not in ENDED:
        if author.is_you:
            return _("This says what you will do. It is never a rule for anybody else."), ""
        says = _("This says what %(name)s will do. It is never a rule for you.") % {"name": author}
        return says, _("If it feels like a rule for you, see the Help page.")
    if entry["kind"] == "agreement" and entry["state"] == "starts_soon" and entry["review"]:
        says = _("This is a trial. You will look at it again on %(review)s.")
        return says % {"review": day(entry["review"])}, ""
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
