"""Compare wordings: whether two are the same but for how they are written, and in which words they differ."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from exercises.core.text import Gone

MOST_COMPARED = 2000
"""How many words and gaps of a text are compared; longer texts are shown without their differences."""


@dataclass(frozen=True)
class Piece:
    """A part of a new wording: `same` as before, or `added`; or a part of the old one that was taken `out`."""

    kind: str
    words: str


def same_words(one: str, other: str) -> bool:
    """Return whether two wordings differ at most in case, white space, punctuation and the form of their letters."""
    return _plain(one) == _plain(other)


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    bare = "".join(" " if unicodedata.category(sign)[0] in "PZC" else sign for sign in folded)
    return " ".join(bare.split()) or " ".join(folded.split())


def differences(old: str | Gone, new: str | Gone) -> tuple[Piece, ...]:
    """Return the new wording in pieces, with what was taken out of the old one; nothing if they can’t be compared."""
    if isinstance(old, Gone) or isinstance(new, Gone):
        return ()
    before, after = _parts(old), _parts(new)
    if before == after or len(before) + len(after) > MOST_COMPARED:
        return ()
    return tuple(_pieces(before, after))


def _parts(words: str) -> list[str]:
    return re.findall(r"\s+|\w+|[^\w\s]", words)


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    for tag, start, end, start_new, end_new in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[start_new:end_new]))
            continue
        if out := "".join(before[start:end]):
            yield Piece("out", out)
        if added := "".join(after[start_new:end_new]):
            yield Piece("added", added)
