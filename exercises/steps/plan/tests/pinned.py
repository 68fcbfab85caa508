"""What is stored and published of `plan` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "continue": [],
    "hand_in": [
        "goal: text",
        "if_then: text",
        "if_then_opens: flag",
        "obstacle: text",
        "obstacle_opens: flag",
        "when: text",
        "why: text",
        "why_opens: flag",
    ],
    "not_yet": [],
    "open": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.fitting: list",
    "mine.fitting[]: str",
    "mine.headings[][]: str",
    "mine.opens: NoneType",
    "mine.opens: str",
    "mine.plan: NoneType",
    "mine.plan: str",
    "mine.pressed: bool",
    "mine.waiting: NoneType",
    "mine.waiting: str",
    "mine.writes: bool",
    "mine: dict",
    "theirs.headings[][]: str",
    "theirs.plans[][]: str",
    "theirs.ready_to_open: bool",
    "theirs.writes: bool",
]
