"""The sentences around a limit, request or agreement, for a partner."""

from __future__ import annotations

from django.utils.translation import gettext as _

from couples.amounts import length_text
from exercises.agreements import earlier
from exercises.agreements.history import ENDED, ENDING, PUT_OFF, Entry, day, ending, is_renewed
from exercises.core.ledger import GRACE
from exercises.translate import Person


def title(entry: Entry) -> str:
    author: Person = entry["author"]
    if entry["until"]:
        return _title_of_put_off(entry["kind"], author)
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


def _title_of_put_off(kind: str, author: Person) -> str:
    if kind == "agreement":
        own, theirs = _("An agreement you propose"), _("An agreement %(name)s proposes")
    else:
        own, theirs = _("Your request"), _("%(name)s’s request")
    return own if author.is_you else theirs % {"name": author}


def standing(entry: Entry) -> str:
    """Return the state of the entry in one sentence."""
    kind, state, author = entry["kind"], entry["state"], entry["author"]
    if state == "closed":
        return ENDING[ending(entry)]() % {"day": day(entry["closed_on"])}
    if state in PUT_OFF:
        return _standing_of_put_off(entry)
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
        says = _("On trial until %(review)s; either of you can end it alone")
        if is_renewed(entry):
            says = _("Renewed; you will look at it again on %(review)s. Either of you can end it alone")
        return says % {"review": day(entry["review"])}
    if kind == "request":
        return _("A yes that can become a no at any time")
    if author.is_you:
        return _("In force until you withdraw it")
    return _("In force until %(name)s withdraws it") % {"name": author}


def _standing_of_put_off(entry: Entry) -> str:
    if entry["state"] == "later":
        return _("Put off until %(day)s. Nothing is agreed") % {"day": day(entry["until"])}
    return _("Put off until %(day)s, which has come. Nothing is agreed") % {"day": day(entry["until"])}


def bringing(entry: Entry) -> dict[str, str]:
    """Return the button that opens a session with these words, and what it does; empty if there is none."""
    if not entry["can_be_brought"]:
        return {}
    author: Person = entry["author"]
    if entry["state"] not in PUT_OFF:
        means = _(
            "This opens a session with these words on your sheet. They stay in force until you share other words."
            if entry["kind"] == "limit"
            else "This opens a session with these words on your sheet. They stay in force until both of you accept "
            "other words."
        )
        return {"label": _("Change the words"), "means": means, "yes": _("Open a session")}
    means = _("This opens a session with these words on your sheet.")
    if not author.is_you:
        means = _("This opens a session with these words on %(name)s’s sheet.") % {"name": author}
    return {"label": _("Look at it together"), "means": means, "yes": _("Open a session")}


def _review_due(i_renew: bool) -> str:
    if i_renew:
        return _(
            "Time to look at it again. You would like to keep it going; it goes on if both of you say so"
        )
    return _(
        "Time to look at it again. It goes on only if both of you say so; otherwise it lapses after %(grace)s"
    ) % {"grace": length_text(GRACE)}


def note(entry: Entry) -> tuple[str, str]:
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


def explained(name: str, entry: Entry) -> dict[str, str]:
    """Return what a form asks, or the explanation and the confirming button of the one that ends an entry."""
    if name == "tell_how":
        return {
            "asks": _(
                "How did it go? Neither of you sees the other’s answer before both of you have answered:"
            )
        }
    if name == "renew":
        asks = _(
            "Keep it going, and look at it again after (if you two choose differently, the sooner day counts):"
        )
        return {"asks": asks}
    if entry["until"]:
        means = _("It will no longer be on this list. No reason is needed, and it won’t say who let it go.")
        return {"means": means, "yes": _("Yes, let it go")}
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
