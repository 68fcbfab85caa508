"""What is stored and published of `two_circles` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {"two_circles.marked": {"by": "structure", "lines": "content"}}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "continue": [],
    "hand_in": [
        "core_1: text",
        "core_2: text",
        "core_3: text",
        "flexible_1: text",
        "flexible_2: text",
        "flexible_3: text",
        "flexible_4: text",
        "flexible_5: text",
    ],
    "mark": ["lines: choices"],
    "not_yet": [],
    "open": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.core: list",
    "mine.core[]: str",
    "mine.core_asked: str",
    "mine.finished: bool",
    "mine.flexible: list",
    "mine.flexible[]: str",
    "mine.flexible_asked: str",
    "mine.pressed: bool",
    "mine: dict",
    "theirs.circles[].by: str",
    "theirs.circles[].core: list",
    "theirs.circles[].core[]: str",
    "theirs.circles[].flexible: list",
    "theirs.circles[].flexible[].fits: bool",
    "theirs.circles[].flexible[].words: str",
    "theirs.circles[].removed: bool",
    "theirs.core_asked: str",
    "theirs.flexible_asked: str",
    "theirs.ready_to_open: bool",
    "theirs.writes: bool",
]
