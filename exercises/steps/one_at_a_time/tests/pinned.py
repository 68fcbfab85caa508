"""What is stored and published of `one_at_a_time` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "one_at_a_time.said": {"by": "structure", "key": "structure", "words": "content"},
    "one_at_a_time.ready_for_next": {"by": "structure"},
    "one_at_a_time.not_yet_next": {"by": "structure"},
    "one_at_a_time.next_opened": {},
    "one_at_a_time.stopped": {"by": "structure"},
}
OPEN_TEXTS: Final[set[str]] = {"one_at_a_time.said.key"}
COMMANDS: Final[dict[str, list[str]]] = {
    "continue": [],
    "hand_in": [
        "food.*: choice",
        "money.*: choice",
        "open.*: choice",
        "papers.*: choice",
        "pets.*: choice",
        "rest.*: choice",
        "visits.*: choice",
        "wanted: choice",
    ],
    "next": [],
    "not_yet": [],
    "not_yet_next": [],
    "open": [],
    "say": ["words: text"],
    "stop_here": [],
    "take_back": [],
}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.open: bool",
    "mine.pressed: bool",
    "mine.sheet: NoneType",
    "mine.sheet[].answers[][]: str",
    "mine.sheet[].opens: bool",
    "mine.sheet[].title: str",
    "mine.talk: str",
    "theirs.cards: list",
    "theirs.cards[].rows[].alike: bool",
    "theirs.cards[].rows[].answers[][]: str",
    "theirs.cards[].rows[].ask: str",
    "theirs.cards[].said: list",
    "theirs.cards[].said[][]: str",
    "theirs.cards[].title: str",
    "theirs.more: bool",
    "theirs.partner_ready: bool",
    "theirs.ready_to_open: bool",
    "theirs.stopped: bool",
    "theirs.writes: bool",
]
