"""What an earlier step laid open, to stand in sight in a later one: pieces of text under headings."""

from __future__ import annotations

from dataclasses import dataclass

from exercises.core.text import Gone, Phrase

from .here import Here


@dataclass(frozen=True)
class Piece:
    heading: Phrase
    words: str | Gone | Phrase | None


def material(here: Here, step_id: str) -> tuple[Piece, ...]:
    """Return what this earlier step handed on as its material: what is open to both."""
    laid_open = here.carried.get(step_id, {}).get("material", ())
    return tuple(Piece(heading, words) for heading, words in laid_open)
