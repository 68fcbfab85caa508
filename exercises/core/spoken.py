"""Words that are said or written: in the same room nothing is typed, on a call it may be, otherwise it is."""

from __future__ import annotations

from exercises.core.text import Phrase
from exercises.core.text import say as _

from .fields import Field, Text
from .here import Here


def spoken(here: Here, label: Phrase, required: bool = True) -> tuple[Field, ...]:
    """Return the field for words that are said in this session; none where they are said aloud."""
    if here.aloud:
        return ()
    on_call = here.carried.get("together") == "call"
    hint = _("You can also say it on the call and leave this empty.") if on_call else None
    return (Text(name="words", label=label, hint=hint, required=required and not on_call),)


def missing(here: Here) -> tuple[Field, ...]:
    """Return the field for what was not yet in what somebody said back; it may stay empty."""
    return spoken(here, _("If not quite: what was missing?"), required=False)
