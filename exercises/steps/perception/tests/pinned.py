"""What is stored and published of `perception` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "perception.turned_page": {"by": "structure", "page": "structure"}
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "areas_before": [],
    "continue": [],
    "hand_in": [
        "comfort.*: rating",
        "comfort_open.*: flag",
        "guess.*: rating",
        "open.*: choice",
        "own.*: rating",
        "partner.*: rating",
        "wish.*: rating",
        "wish_open.*: flag",
    ],
    "next_areas": [],
    "not_yet": [],
    "open": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.anchors[]: str",
    "mine.answers: NoneType",
    "mine.answers: str",
    "mine.areas[][]: str",
    "mine.comfort_anchors[]: str",
    "mine.drawn: int",
    "mine.open: bool",
    "mine.page: int",
    "mine.pages: int",
    "mine.pressed: bool",
    "mine.writes: bool",
    "theirs.anchors[]: str",
    "theirs.areas: list",
    "theirs.areas[].alike: bool",
    "theirs.areas[].key: str",
    "theirs.areas[].private: list",
    "theirs.areas[].private[]: str",
    "theirs.areas[].rows[].about: str",
    "theirs.areas[].rows[].by_other: NoneType",
    "theirs.areas[].rows[].by_other: int",
    "theirs.areas[].rows[].by_self: NoneType",
    "theirs.areas[].rows[].by_self: int",
    "theirs.areas[].sentences[]: str",
    "theirs.areas[].title: str",
    "theirs.calm: bool",
    "theirs.comfort_anchors[]: str",
    "theirs.drawn: int",
    "theirs.ending: str",
    "theirs.opened: bool",
    "theirs.page: int",
    "theirs.pages: int",
    "theirs.ready_to_open: bool",
    "theirs.writes: bool",
]
