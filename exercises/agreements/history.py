"""What happened to an entry of the ledger and how it went, in sentences. They never say who ended it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

Entry = Mapping[str, Any]
"""One entry as the core shows it, with both partners as `Person`."""
ENDED: Final = frozenset({"closed", "lapsed"})
PUT_OFF: Final = frozenset({"later", "look_again"})


def day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def is_renewed(entry: Entry) -> bool:
    """Return whether the two have kept this agreement since its words were last agreed."""
    return bool(entry["history"]) and entry["history"][-1][0] == "renewed"


ENDING: Final[Mapping[str, Callable[[], str]]] = {
    "ended": lambda: _("Ended on %(day)s"),
    "withdrawn": lambda: _("Withdrawn on %(day)s"),
    "let_go": lambda: _("Let go on %(day)s"),
}
BEGINNING: Final[Mapping[str, Callable[[], str]]] = {
    "limit": lambda: _("Shared on %(day)s"),
    "request": lambda: _("Accepted on %(day)s"),
    "agreement": lambda: _("Agreed on %(day)s"),
}
WHAT: Final[Mapping[str, Callable[[], str]]] = {
    "put_off": lambda: _("Put off on %(day)s"),
    "renewed": lambda: _("Renewed on %(day)s"),
    "changed": lambda: _("In other words since %(day)s"),
}


def ending(entry: Entry) -> str:
    if entry["until"]:
        return "let_go"
    return "ended" if entry["kind"] == "agreement" else "withdrawn"


def history(entry: Entry) -> tuple[str, ...]:
    """Return what happened to the entry, oldest first, and never by whom; nothing if it only began."""
    what = {**WHAT, "settled": BEGINNING[entry["kind"]], "ended": ENDING[ending(entry)]}
    said = tuple(what[name]() % {"day": day(on)} for name, on in entry["history"])
    return said if len(said) > 1 else ()


def how_it_went(entry: Entry) -> tuple[str, ...]:
    """Return how it went since the last review, as each of the two sees it, the reader first; else until then."""
    words = {
        "well": _("it went well"),
        "partly": _("it went partly"),
        "not_really": _("it didn’t really work"),
    }
    own, theirs = _("For you, %(how)s."), _("For %(name)s, %(how)s.")
    return tuple(
        (own if who.is_you else theirs) % {"name": who, "how": words.get(how, how)}
        for who, how in entry["how"] or entry["how_before"]
    )
