"""What a counselor wanted to ask next time: for the brief before a meeting, which may be printed and lie on a table."""

from __future__ import annotations

from uuid import UUID

from exercises.counselor.notes import book, files


def open_questions(counselor: UUID, couple: UUID) -> list[str]:
    """Return the questions for next time of her last finished joint page about this couple, one for each line.

    Notes about one of the two alone are left out: nothing of them may stand where both could read it.
    """
    file = files.of_couple(counselor, couple)
    finished = [page for page in book.pages(file, files.BOTH) if page.finished] if file else []
    if not finished:
        return []
    last = max(finished, key=lambda page: (page.shown.words.day, page.shown.at))
    return [line.strip() for line in last.shown.words.question.splitlines() if line.strip()]
