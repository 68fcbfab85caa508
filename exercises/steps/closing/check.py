"""The private check of an exercise in its `closing`: how it was, and whether one could say what one wanted to.

It is about the exercise only. Its author alone sees it, and nothing follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from exercises.core.fields import Choice, Field, Option
from exercises.core.text import Phrase, Written
from exercises.core.text import say as _

WORDS: Final[dict[str, dict[str, Phrase]]] = {
    "how": {"good": _("Good"), "all right": _("All right"), "mixed": _("Mixed"), "hard": _("Hard")},
    "said_it": {"yes": _("Yes"), "in part": _("In part"), "no": _("Not really")},
}
"""By the name of the setting that holds the question: the answers as they are stored, and as they are read."""


@dataclass(frozen=True)
class Asked:
    """A question of the check, and what the viewer answered."""

    question: Phrase
    word: Phrase


def fields_of(settings: Any) -> tuple[Field, ...]:
    """Return the questions that the exercise asks; each can be left out."""
    return tuple(_field(name, settings) for name in WORDS if getattr(settings, name))


def _field(name: str, settings: Any) -> Field:
    hint = _("Only you can see this, now and later. Nothing follows from it.")
    words = (Option("", _("I leave this out")), *(Option(*each) for each in WORDS[name].items()))
    label = Written(getattr(settings, name))
    return Choice(name=name, label=label, hint=hint, choices=words, required=False)


def asked(settings: Any, checked: Any) -> tuple[Asked, ...] | None:
    """Return what the viewer answered, in the event `checked`; None if there is nothing, or nothing left."""
    found = ((name, WORDS[name].get(getattr(checked, name, ""))) for name in WORDS)
    return tuple(Asked(Written(getattr(settings, name)), word) for name, word in found if word) or None
