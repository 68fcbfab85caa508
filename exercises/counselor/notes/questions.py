"""What a counselor wanted to ask next time, and since when she looks back: for her brief before a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date

from exercises.counselor.notes import book, files


@dataclass(frozen=True)
class LastNote:
    """Of her finished joint pages about a couple: the `questions` of the last one, one for each line, and the `day` of
    the last one before today; a page of today is about the meeting that the brief is for.
    """

    day: date | None = None
    questions: tuple[str, ...] = ()


def last_note(counselor: UUID, couple: UUID) -> LastNote:
    """Return what the brief takes from her finished joint pages; an empty one if there are none.

    Notes about one of the two alone are left out: nothing of them may stand where both could read it.
    """
    file = files.of_couple(counselor, couple)
    finished = [page for page in book.pages(file, files.BOTH) if page.finished] if file else []
    if not finished:
        return LastNote()
    last = max(finished, key=lambda page: (page.shown.words.day, page.shown.at))
    words = last.shown.words
    lines = (line.strip() for line in words.question.splitlines())
    days = (parse_date(page.shown.words.day) for page in finished)
    before = [day for day in days if day and day < timezone.localdate()]
    return LastNote(max(before, default=None), tuple(line for line in lines if line))
