"""What is stored and published of `answer` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "answer.answered": {"by": "structure", "answer": "structure", "words": "content", "agreed": "content"},
    "answer.sentence_suggested": {"by": "structure", "weeks": "structure", "words": "content"},
    "answer.sentence_accepted": {
        "by": "structure",
        "at": "structure",
        "words": "content",
        "digest": "content",
    },
}
OPEN_TEXTS: Final[set[str]] = {"answer.answered.answer"}
COMMANDS: Final[dict[str, list[str]]] = {
    "accept_sentence": ["digest: hidden"],
    "another_way": ["words: text"],
    "continue": [],
    "say_no": [],
    "say_time": [],
    "say_yes": [],
    "suggest_sentence": ["weeks: choice", "words: text"],
}
JSON: Final[list[str]] = [
    "mine.asking: bool",
    "mine.intro: str",
    "mine.suggested: bool",
    "theirs.asks: str",
    "theirs.request.by: str",
    "theirs.request.words: NoneType",
    "theirs.request.words: str",
    "theirs.said: list",
    "theirs.said[].answer: str",
    "theirs.said[].by: str",
    "theirs.said[].words: NoneType",
    "theirs.said[].words: str",
    "theirs.sentence.accepted: bool",
    "theirs.sentence.by: str",
    "theirs.sentence.weeks: int",
    "theirs.sentence.words: str",
    "theirs.wording: NoneType",
    "theirs.wording: str",
]
