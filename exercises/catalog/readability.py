"""How hard English texts are to read: the grade by Flesch and Kincaid. Only checks of definitions need it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

WORD: Final = re.compile(r"[A-Za-z0-9]+(?:[’'-][A-Za-z0-9]+)*")
SENTENCE_END: Final = re.compile(r"(?<=[.?!…])[”’)\"']*\s+|\n+")
PLACEHOLDER: Final = re.compile(r"\{\w+\}")
A_NAME: Final = "Sam"
"""What a placeholder counts as."""


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, which ends one where it ends itself."""
    parts = SENTENCE_END.split(PLACEHOLDER.sub(A_NAME, text))
    return [part.strip() for part in parts if WORD.search(part)]


def grade(texts: Sequence[str]) -> tuple[float, str]:
    """Return the grade of all these texts together, and their longest sentence; 0 and none if there are no words."""
    said = [sentence for text in texts for sentence in sentences(text)]
    words = [word for sentence in said for word in WORD.findall(sentence)]
    if not words:
        return 0.0, ""
    syllables = sum(map(_syllables, words))
    found = 0.39 * len(words) / len(said) + 11.8 * syllables / len(words) - 15.59
    return found, max(said, key=lambda sentence: len(WORD.findall(sentence)))


def _syllables(word: str) -> int:
    """Return how many syllables a word has, at least one. The list of words is read when it is first needed."""
    import syllapy

    return max(1, int(syllapy.count(word.replace("’", "'"))))
