"""What is stored and published of `listening_turns` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "listening.spoke": {"by": "structure", "topic": "structure", "words": "content"},
    "listening.said_back": {"by": "structure", "words": "content"},
    "listening.not_quite": {"by": "structure", "words": "content"},
    "listening.thats_it": {"by": "structure"},
    "listening.left_there": {"by": "structure"},
    "listening.made_sense": {"by": "structure", "words": "content"},
    "listening.went_on": {"by": "structure"},
}
OPEN_TEXTS: Final[set[str]] = {"listening.spoke.topic"}
COMMANDS: Final[dict[str, list[str]]] = {
    "go_on": [],
    "leave_it": [],
    "makes_sense": ["words: text"],
    "not_quite": ["words: text"],
    "say_back": ["words: text"],
    "speak": ["words: text"],
    "thats_it": [],
}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.intro: str",
    "mine.makes_sense: str",
    "mine.phase: str",
    "mine.say_back: str",
    "mine.speaking: bool",
    "theirs.beside[].heading: str",
    "theirs.beside[].words: str",
    "theirs.enough_rounds: bool",
    "theirs.minutes: int",
    "theirs.phase: str",
    "theirs.said: list",
    "theirs.said[].by: NoneType",
    "theirs.said[].by: str",
    "theirs.said[].what: str",
    "theirs.said[].words: NoneType",
    "theirs.said[].words: str",
    "theirs.sheet.answers: str",
    "theirs.sheet.by: str",
    "theirs.sheet.questions[][]: str",
    "theirs.speaker: str",
    "theirs.topic: NoneType",
]
