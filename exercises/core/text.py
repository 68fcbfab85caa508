"""Text for users before translation. The core never builds a sentence for one reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from .pair import Partner

Localized = str | dict[str, str]
"""A readable text of a definition: one string, or one string for each language code."""

PLACEHOLDERS: Final = frozenset({"partner", "you", "speaker", "listener"})
"""The closed list of names that a definition's words may hold, as `{partner}`."""


@dataclass(frozen=True)
class Written:
    """Words of an exercise definition, in all their languages; placeholders are filled in for the viewer."""

    text: Localized


@dataclass(frozen=True)
class Say:
    """One of our own sentences: a gettext message id and what goes into it. A `Partner` becomes that person's name."""

    msgid: str
    params: tuple[tuple[str, Param], ...] = ()


Param = Partner | int | str | date | datetime | Say | Written
Phrase = Say | Written


def say(msgid: str, **params: Param) -> Say:
    """A sentence to be translated later; imported as `_`, so that the catalogue's tools find the message ids."""
    return Say(msgid, tuple(sorted(params.items())))


class Gone:
    """Content whose author took it back or erased the key: unreadable for ever, and no error."""

    _only: Gone | None = None

    def __new__(cls) -> Gone:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "GONE"


GONE: Final = Gone()


class Refused(Exception):
    """A command is not allowed. `message` is a whole sentence for the person who sent it; nothing has changed.

    `code` is for programs: invalid, moved_on, repeated, not_your_turn, paused, over, not_yours, too_fast.
    `fields` says what is wrong, by field name, where the code is invalid.
    """

    def __init__(self, code: str, message: Phrase, fields: Mapping[str, Phrase] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.fields: Mapping[str, Phrase] = dict(fields or {})
