"""What is stored and published of `floor` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "floor.said": {"by": "structure", "help": "structure", "words": "content"},
    "floor.said_back": {"by": "structure", "words": "content"},
    "floor.not_quite": {"by": "structure", "words": "content"},
    "floor.heard": {"by": "structure"},
    "floor.asked": {"by": "structure"},
    "floor.offered": {"by": "structure", "words": "content"},
    "floor.nothing_now": {"by": "structure"},
    "floor.passed": {"by": "structure"},
}
OPEN_TEXTS: Final[set[str]] = {"floor.said.help"}
COMMANDS: Final[dict[str, list[str]]] = {
    "ask": [],
    "not_quite": ["words: text"],
    "nothing_now": [],
    "offer_idea": ["words: text"],
    "pass": [],
    "say": ["help: choice", "words: text"],
    "say_back": ["words: text"],
    "thats_it": [],
}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.first: bool",
    "mine.idea: str",
    "mine.phase: str",
    "mine.say: str",
    "mine.say_back: str",
    "mine.speaking: bool",
    "theirs.enough: bool",
    "theirs.help: str",
    "theirs.phase: str",
    "theirs.said: list",
    "theirs.said[].by: str",
    "theirs.said[].what: str",
    "theirs.said[].words: NoneType",
    "theirs.said[].words: str",
    "theirs.speaker: str",
]
