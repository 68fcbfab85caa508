"""How an entry that both accepted stands, in one sentence for a counselor."""

from __future__ import annotations

from django.utils.translation import gettext as _

from exercises.agreements.history import Entry, day


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
