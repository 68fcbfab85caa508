"""The support map: who outside the relationship is there for what. Nothing is counted or rated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from exercises.core.fields import Choices, Option, Text
from exercises.core.text import Say, say
from exercises.private.forms import PrivateForm, Raw
from exercises.translate import Reader

FOR_WHAT: Final[dict[str, Say]] = {
    "emotional": say("Comfort and talking"),
    "reassurance": say("Hearing that I am all right"),
    "decisions": say("Thinking things through"),
    "money": say("Money matters"),
    "practical": say("Everyday things"),
    "own_time": say("Things I like to do"),
    "outside": say("A place to go when it gets hard"),
    "influence": say("Standing by me when something is decided"),
}
"""The eight areas of the balance check-in, worded as what somebody may be there for."""

FORM: Final = PrivateForm(
    (
        Text(
            name="who",
            label=say("A person, a group or a place"),
            hint=say("A name, initials or a word that only you understand: “M.”, “my choir”, “the library”."),
            max_length=80,
        ),
        Choices(
            name="areas",
            label=say("There for"),
            choices=tuple(Option(key, words) for key, words in FOR_WHAT.items()),
            min=1,
            max=len(FOR_WHAT),
        ),
        Text(
            name="note",
            label=say("Anything to remember"),
            hint=say("What has helped, or how you would begin."),
            required=False,
            max_length=300,
        ),
    )
)


def overview(entries: Iterable[Raw]) -> dict[str, Any]:
    """Return the areas that have somebody, with their names, and the areas that have nobody yet."""
    reader = Reader.for_anybody()
    people = list(entries)
    found = [
        {"title": reader.text(words), "people": [one["who"] for one in people if key in one["areas"]]}
        for key, words in FOR_WHAT.items()
    ]
    return {
        "somebody": [area for area in found if area["people"]],
        "nobody": [area["title"] for area in found if not area["people"]],
    }


def by_area(entries: Iterable[Raw]) -> dict[str, str]:
    """Return who is there for each area that has somebody, in one line."""
    people = list(entries)
    found = {key: [str(one["who"]) for one in people if key in one["areas"]] for key in FOR_WHAT}
    return {key: ", ".join(who) for key, who in found.items() if who}


def in_words(entry: Raw) -> dict[str, Any]:
    """Return an entry of the map with its areas in words."""
    reader = Reader.for_anybody()
    return {**entry, "areas": [reader.text(FOR_WHAT[key]) for key in FOR_WHAT if key in entry["areas"]]}
