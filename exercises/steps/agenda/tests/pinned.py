"""What is stored and published of `agenda` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {"agenda.noted": {"by": "structure", "words": "content"}}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "continue": [],
    "hand_in": ["concern: text", "wish: text"],
    "not_today": [],
    "not_yet": [],
    "note": ["words: text"],
    "open": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.answers: NoneType",
    "mine.answers: dict",
    "mine.answers: str",
    "mine.handed_in: bool",
    "mine.noted: int",
    "mine.open: bool",
    "mine.pressed: bool",
    "mine.questions: list",
    "mine.questions[][]: str",
    "theirs.notes: list",
    "theirs.notes[].by: str",
    "theirs.notes[].words: str",
    "theirs.opened[][]: dict",
    "theirs.opened[][]: str",
    "theirs.questions: list",
    "theirs.questions[][]: str",
    "theirs.ready_to_open: bool",
    "theirs.talk: str",
]
