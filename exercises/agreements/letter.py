"""One limit, request or agreement, as a partner or a counselor reads it.

Every sentence around its words is chosen here, in `sentences` or in `history`; templates only test whether a field
is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from exercises.agreements import earlier, history, sentences, standing
from exercises.agreements.earlier import Earlier
from exercises.agreements.history import ENDED, PUT_OFF, Entry, day
from exercises.live.screens import forms
from exercises.translate import Person, Reader

ORDER: Final = ("tell_how", "renew", "close")
"""The forms of an entry, as they stand on the page."""


@dataclass(frozen=True)
class Letter:
    """One limit, request or agreement, ready to be shown.

    `state`: see `core.ledger.standing`. `entry`: its id, where a page needs one. `signer`: its author, where the
    template names them. `note`: what it means for the reader, or the day of its review. `help`: the text of a link to
    the help page. `forms`: what the reader may do with it; the form that ends it explains what that means. `bringing`:
    the button that opens a session with its words. `how`: how it went. `history`: what happened to it, and when.
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
    bringing: Mapping[str, str] = field(default_factory=dict)
    how: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    is_on_trial: bool = False
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

    @property
    def is_put_off(self) -> bool:
        return self.state in PUT_OFF

    @property
    def has_come_back(self) -> bool:
        """Whether it was put off to a day that has come."""
        return self.state == "look_again"


def of_entry(entry: Mapping[str, Any], reader: Reader) -> Letter:
    """Return an entry of the ledger (see `core.ledger_view.view`), with the forms that the reader may use on it."""
    shown: Entry = reader.shown({**entry, "commands": []})
    is_agreement = shown["kind"] == "agreement"
    is_proposal = bool(shown["until"])
    by = shown["author"].name if is_proposal or not is_agreement else _("Accepted by both in the same words")
    note, help_ = sentences.note(shown)
    by_name = {offer.name: forms.shown(offer, 0, reader, {}, {}) for offer in entry["commands"]}
    return Letter(
        entry=shown["entry"],
        state=shown["state"],
        title=sentences.title(shown),
        words=shown["words"],
        signature=f"{by}, {day(shown['on'])}",
        signer=None if is_agreement and not is_proposal else shown["author"],
        standing=sentences.standing(shown),
        note=note,
        help=help_,
        forms=tuple(by_name[name] | sentences.explained(name, shown) for name in ORDER if name in by_name),
        bringing=sentences.bringing(shown),
        how=history.how_it_went(shown),
        history=history.history(shown),
        is_on_trial=is_agreement and not history.is_renewed(shown),
        earlier=earlier.before(shown),
        whose=earlier.whose(shown),
    )


def of_retained(entry: Mapping[str, Any], reader: Reader) -> Letter:
    """Return an entry as its reader keeps it after the couple has ended (see `core.ledger_view`), without forms."""
    shown: Entry = reader.shown(entry)
    author: Person = shown["author"]
    title = sentences.title(shown)
    is_asked = shown["kind"] == "request" and not shown["until"] and shown["words_by"] == author
    if is_asked and not author.is_you:
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
