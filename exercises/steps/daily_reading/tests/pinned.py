"""What is stored and published of `daily_reading` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "reading.answered": {"by": "structure", "answer": "content"},
    "reading.arranged": {"complaint": "structure"},
    "reading.said": {"by": "structure", "words": "content", "request": "content"},
    "reading.passed": {"by": "structure"},
    "reading.thanked": {"by": "structure"},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "keep": [],
    "leave_out": [],
    "pass_on": [],
    "say": ["request: text", "words: text"],
    "thank": [],
}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.answered: bool",
    "mine.many: int",
    "mine.number: int",
    "mine.part: str",
    "mine.phase: str",
    "mine.prompt: str",
    "mine.request: str",
    "mine.speaking: bool",
    "theirs.answered: bool",
    "theirs.heading: str",
    "theirs.phase: str",
    "theirs.said: list",
    "theirs.said[].by: str",
    "theirs.said[].heading: str",
    "theirs.said[].request: str",
    "theirs.said[].words: NoneType",
    "theirs.said[].words: str",
    "theirs.speaker: str",
]
