"""What is stored and published of `calm_check` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "calm.answered": {"by": "structure", "answer": "content"},
    "calm.decided": {"calm": "structure"},
    "calm.asked_again": {"by": "structure"},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "another_day": [],
    "ask_again": [],
    "calm_enough": [],
    "continue": [],
}
JSON: Final[list[str]] = [
    "mine.answered: bool",
    "mine.calm: NoneType",
    "mine.calm: bool",
    "mine.outcome: NoneType",
    "mine.outcome: str",
    "theirs.answered: bool",
    "theirs.calm: NoneType",
    "theirs.calm: bool",
]
