"""One person's handouts, and what they told of them, in their own download of private pages."""

from __future__ import annotations

from typing import Any

from couples.lock.locks import OpenStore
from exercises.private.handouts import shown


def exported(open_store: OpenStore) -> dict[str, Any]:
    """Return both, the latest first."""
    given = [
        {
            **{"from": one.counselor, "exercise": one.title, "on": one.day, "note": one.handout.note},
            "put_away": one.handout.is_away,
        }
        for one in (*shown.handouts(open_store), *shown.put_away(open_store))
    ]
    told = [{"exercise": one.title, "on": one.day, "words": one.words} for one in shown.tellings(open_store)]
    return {"for_you_alone": given, "told_to_counselors": told}
