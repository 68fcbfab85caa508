"""What is stored and published of `support_map` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "continue": [],
    "hand_in": [
        "advice: text",
        "advice_open: flag",
        "comfort: text",
        "comfort_open: flag",
        "crisis: text",
        "crisis_open: flag",
        "fun: text",
        "fun_open: flag",
        "money: text",
        "money_open: flag",
        "practical: text",
        "practical_open: flag",
        "step: text",
        "step_open: flag",
    ],
    "not_yet": [],
    "open": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.gaps: list",
    "mine.gaps[]: str",
    "mine.kept: list",
    "mine.kept[].heading: str",
    "mine.kept[].words: str",
    "mine.notes: list",
    "mine.notes[]: str",
    "mine.open: bool",
    "mine.pressed: bool",
    "mine.released: list",
    "mine.released[].heading: str",
    "mine.released[].words: str",
    "mine.written: bool",
    "theirs.opened[][]: list",
    "theirs.opened[][]: str",
    "theirs.opened[][][].heading: str",
    "theirs.opened[][][].words: str",
    "theirs.ready_to_open: bool",
    "theirs.writes: bool",
]
