"""What partners and counselors see of an `agenda` step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.core.here import Here
from exercises.core.kind import Seen, Shared, optional
from exercises.core.pair import Pair, Partner, Viewer
from exercises.core.revealed import in_both
from exercises.core.text import Gone, Phrase, Written
from exercises.core.text import say as _
from exercises.steps.agenda.part import State

Answers = Mapping[str, Any] | Gone
Headings = tuple[tuple[str, Phrase], ...]


@dataclass(frozen=True)
class Note:
    by: Partner
    words: str | Gone


@dataclass(frozen=True)
class Mine:
    """`open`: whether the part is open for notes. `handed_in`: the viewer's concern is, or is left for another day;
    then it has no `answers`. `noted`: how many notes are the viewer's own."""

    open: bool
    aloud: bool
    handed_in: bool
    pressed: bool
    answers: Answers | None
    questions: Headings
    noted: int


@dataclass(frozen=True)
class Theirs:
    """`opened`: both concerns, the viewer's own first; no answers of who left it for another day."""

    ready_to_open: bool
    notes: tuple[Note, ...]
    questions: Headings
    opened: tuple[tuple[Partner, Answers], ...] | None = optional()
    talk: Phrase | None = optional()


@dataclass(frozen=True)
class Revealed:
    notes: tuple[Note, ...]
    questions: Headings
    opened: tuple[tuple[Partner, Answers], ...] | None


def view(here: Here, state: State, viewer: Viewer) -> Seen[Mine, Theirs]:
    if not isinstance(viewer, Partner):
        return Seen()
    closed, settings = state.closed, here.settings
    answers = closed.answers.of(viewer)
    mine = Mine(
        open=closed.open,
        aloud=here.aloud,
        handed_in=answers is not None,
        pressed=closed.pressed.of(viewer),
        answers=answers,
        questions=settings.questions,
        noted=state.notes_of(viewer),
    )
    return Seen(mine, _theirs(here, state, viewer))


def _theirs(here: Here, state: State, viewer: Partner) -> Theirs:
    closed, settings = state.closed, here.settings
    both = tuple((who, closed.answers.of(who) or {}) for who in (viewer, viewer.other))
    return Theirs(
        ready_to_open=closed.pressed.of(viewer.other),
        notes=tuple(Note(one.by, one.words) for one in state.notes),
        questions=settings.questions,
        opened=both if closed.open and settings.concern else None,
        talk=Written(settings.talk) if closed.open and settings.talk else None,
    )


def has_words(theirs: Theirs) -> bool:
    """Return whether there is a note or a concern to read."""
    return bool(theirs.notes) or any(answers for _who, answers in theirs.opened or ())


def revealed(theirs: Pair[Theirs]) -> Revealed | None:
    return in_both(Revealed, theirs) if has_words(theirs.a) else None


def shares(here: Here, state: State, by: Partner) -> list[Shared]:
    answers = state.closed.answers.of(by) if state.closed.open else None
    found: list[Shared] = []
    if isinstance(answers, Mapping):
        asked = here.settings.questions
        found = [(label, answers[name]) for name, label in asked if answers.get(name) is not None]
    own = (one.words for one in state.notes if one.by is by)
    return found + [(_("You added"), words) for words in own if isinstance(words, str)]
