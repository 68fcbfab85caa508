"""How the words of an entry came about: what was asked first, and what was offered instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exercises.translate import Person


@dataclass(frozen=True)
class Earlier:
    """What somebody said before the words of an entry. `says`: who, and what they did with it."""

    says: str
    words: str


def before(entry: Mapping[str, Any]) -> tuple[Earlier, ...]:
    """Return what was said before the words, oldest first, without what reads the same as they do."""
    told = [one for one in entry["earlier"] if one["words"] != entry["words"]]
    return tuple(
        Earlier(_asked(one["by"]) if one["asked"] else _offered(one["by"]), one["words"]) for one in told
    )


def whose(entry: Mapping[str, Any]) -> str:
    """Return how the words came about, if they answer what was asked first; otherwise an empty string."""
    if entry["kind"] == "agreement":
        return _("And so, in one sentence:") if before(entry) else ""
    is_request = entry["words_by"] == entry["author"] and not before(entry)
    return "" if is_request else _offered(entry["words_by"])


def _asked(by: Person) -> str:
    return _("You asked:") if by.is_you else _("%(name)s asked:") % {"name": by}


def _offered(by: Person) -> str:
    if by.is_you:
        return _("You offered this, and you both said yes:")
    return _("%(name)s offered this, and you both said yes:") % {"name": by}
