"""How one limit, request or agreement stands, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from couples.amounts import length_text
from exercises.core.ledger import GRACE

Entry = Mapping[str, Any]
"""One entry as the core shows it, with both partners as `Person`."""


def for_partner(entry: Entry) -> str:
    """Return the state of the entry, for one of the partners."""
    kind, state, author = entry["kind"], entry["state"], entry["author"]
    if state == "closed":
        says = _("Ended on %(closed)s") if kind == "agreement" else _("Withdrawn on %(closed)s")
        return says % {"closed": day(entry["closed_on"])}
    if state == "starts_soon":
        says = _("In force from %(starts)s. Either of you can end it at any time, even before then")
        return says % {"starts": day(entry["starts"])}
    if state == "lapsed":
        return _("Lapsed: it wasn’t renewed, and nothing is renewed automatically")
    if state == "review_due":
        return _review_due(entry["i_renew"])
    if kind == "agreement" and not entry["review"]:
        return _("In force until either of you ends it")
    if kind == "agreement":
        return _("On trial until %(review)s; either of you can end it alone") % {
            "review": day(entry["review"])
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


def for_counselor(entry: Entry) -> str:
    """Return the state of an entry that both accepted, for a counselor."""
    match entry["state"]:
        case "closed":
            return _("Ended on %(closed)s") % {"closed": day(entry["closed_on"])}
        case "starts_soon" if not entry["review"]:
            return _("In force from %(starts)s") % {"starts": day(entry["starts"])}
        case "starts_soon":
            days = {"starts": day(entry["starts"]), "review": day(entry["review"])}
            return _("In force from %(starts)s, on trial until %(review)s") % days
        case "lapsed":
            return _("Lapsed: it wasn’t renewed, and nothing is renewed automatically")
        case "review_due":
            return _("Time for the two of them to look at it again")
    if entry["kind"] == "request":
        return _("A yes that can become a no at any time")
    if not entry["review"]:
        return _("In force until one of them ends it")
    return _("On trial until %(review)s") % {"review": day(entry["review"])}


def day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
