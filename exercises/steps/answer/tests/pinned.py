"""What is stored and published of `answer` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "answer.answered": {"by": "structure", "answer": "structure", "words": "content", "agreed": "content"}
}
OPEN_TEXTS: Final[set[str]] = {"answer.answered.answer"}
COMMANDS: Final[dict[str, list[str]]] = {
    "another_way": ["words: text"],
    "continue": [],
    "say_no": [],
    "say_time": [],
    "say_yes": [],
}
JSON: Final[list[str]] = [
    "mine.asking: bool",
    "mine.intro: str",
    "theirs.asks: str",
    "theirs.request.by: str",
    "theirs.request.words: NoneType",
    "theirs.request.words: str",
    "theirs.said: list",
    "theirs.said[].answer: str",
    "theirs.said[].by: str",
    "theirs.said[].words: NoneType",
    "theirs.said[].words: str",
    "theirs.wording: NoneType",
    "theirs.wording: str",
]
