"""What a counselor wanted to ask next time: for the brief before a meeting, which may be printed and lie on a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.dateparse import parse_date

from exercises.counselor.notes import book, files


@dataclass(frozen=True)
class LastNote:
    """Her last finished joint page about a couple: its day, and the questions for next time, one for each line."""

    day: date | None = None
    questions: tuple[str, ...] = ()


def last_note(counselor: UUID, couple: UUID) -> LastNote:
    """Return what the brief takes from her last finished joint page; an empty one if there is none.

    Notes about one of the two alone are left out: nothing of them may stand where both could read it.
    """
    file = files.of_couple(counselor, couple)
    finished = [page for page in book.pages(file, files.BOTH) if page.finished] if file else []
    if not finished:
        return LastNote()
    last = max(finished, key=lambda page: (page.shown.words.day, page.shown.at))
    words = last.shown.words
    lines = (line.strip() for line in words.question.splitlines())
    return LastNote(parse_date(words.day), tuple(line for line in lines if line))
