"""What somebody typed into one form, as a draft stores it: strings and lists of strings, by the names of the fields."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from couples.accounts.unsent import TEXTS

MAX_DRAFT_BYTES: Final = 48 * 1024
CODE: Final = re.compile(r"[a-z0-9_:-]*(\.[a-z0-9_:-]+)*")
"""What may be the value of a choice, which nobody typed."""


def words_of(typed: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the texts in a draft. Where it doesn't say that it is one, what could be the value of a choice is none.

    A draft says it as a form does, if its page knew.
    """
    texts = {name: value.strip() for name, value in typed.items() if isinstance(value, str) and value.strip()}
    named = typed.get(TEXTS, ())
    return tuple(text for name, text in texts.items() if name in named or not CODE.fullmatch(text))


def too_long(typed: Mapping[str, Any]) -> str | None:
    """Return the name of the longest field if what is typed is too long to be kept, else None."""
    if len(as_stored(typed)) <= MAX_DRAFT_BYTES:
        return None
    return max(typed, key=lambda name: len(as_stored({name: typed[name]})))


def as_stored(typed: Mapping[str, Any]) -> bytes:
    return json.dumps(_readable(typed), ensure_ascii=False).encode("utf-8", "replace")


def _readable(typed: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return only the strings and lists of strings: nothing else can be typed."""
    found: dict[str, str | list[str]] = {}
    for name, value in typed.items():
        if isinstance(value, str):
            found[str(name)] = value
        elif isinstance(value, list):
            found[str(name)] = [one for one in value if isinstance(one, str)]
    return found
