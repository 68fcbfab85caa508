"""What is stored and published of `private_reflection` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "hand_in": ["ask: text", "see: text"],
    "not_yet": [],
    "open": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.answers: NoneType",
    "mine.answers: str",
    "mine.notes: list",
    "mine.notes[]: str",
    "mine.pressed: bool",
    "mine.questions[][]: str",
    "mine.waiting: NoneType",
    "mine.writes: bool",
    "mine: dict",
    "theirs.opened[][]: str",
    "theirs.questions[][]: str",
    "theirs.ready_to_open: bool",
    "theirs.writes: bool",
]
