"""What is stored and published of `blind_choices` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "continue": [],
    "hand_in": [
        "line_0: choice",
        "line_1: choice",
        "line_2: choice",
        "line_3: choice",
        "line_4: choice",
        "line_5: choice",
        "maybe_too: flag",
    ],
    "not_yet": [],
    "open": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.finished: bool",
    "mine.list[].answer: NoneType",
    "mine.list[].answer: str",
    "mine.list[].title: str",
    "mine.maybe_too: bool",
    "mine.maybes: bool",
    "mine.most: int",
    "mine.pressed: bool",
    "mine.too_many: bool",
    "mine: dict",
    "theirs.matches: list",
    "theirs.matches[].both_yes: bool",
    "theirs.matches[].title: str",
    "theirs.ready_to_open: bool",
    "theirs.removed: bool",
    "theirs.writes: bool",
]
