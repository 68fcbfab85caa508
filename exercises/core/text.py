"""Text for users before translation. The names of the two partners are filled in later, for each reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from .pair import Partner

Localized = str | dict[str, str]
"""A text of a definition: one string, or one for each language code."""

PLACEHOLDERS: Final = frozenset({"partner", "you", "speaker", "listener"})
"""The only placeholders that a definition's texts may hold, written `{partner}`."""


@dataclass(frozen=True)
class Written:
    """A text of a definition, in all its languages; placeholders are filled in for the viewer.

    `by`: whose answer it is, if it is shown to the other too: then placeholders are filled in as for that partner.
    """

    text: Localized
    by: Partner | None = None


@dataclass(frozen=True)
class Say:
    """A sentence of the application: a gettext message id and its parameters. A `Partner` becomes their name."""

    msgid: str
    params: tuple[tuple[str, Param], ...] = ()


Param = Partner | int | str | date | datetime | Say | Written
Phrase = Say | Written


def say(msgid: str, **params: Param) -> Say:
    """Return a sentence to be translated later. Imported as `_`, so that gettext's tools find the message ids."""
    return Say(msgid, tuple(sorted(params.items())))


class Gone:
    """Content that was taken back, or whose author's key was erased. It cannot be recovered; reading it is no error."""

    _only: Gone | None = None

    def __new__(cls) -> Gone:
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "GONE"


GONE: Final = Gone()


class Refused(Exception):
    """A command is not allowed and changed nothing. `message` is a complete sentence for the sender.

    `code` is for programs: invalid, moved_on, repeated, not_your_turn, paused, over, not_yours, too_fast.
    `fields`: what is wrong, by field name, if the code is invalid.
    """

    def __init__(self, code: str, message: Phrase, fields: Mapping[str, Phrase] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.fields: Mapping[str, Phrase] = dict(fields or {})
