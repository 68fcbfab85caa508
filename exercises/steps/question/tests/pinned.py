"""What is stored and published of `question` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "question.asked_for_another": {"by": "structure"},
    "question.answered": {"by": "structure", "key": "structure", "words": "content"},
    "question.answer_taken_back": {"by": "structure", "key": "structure"},
    "question.answers_opened": {"key": "structure"},
}
OPEN_TEXTS: Final[set[str]] = {
    "question.answer_taken_back.key",
    "question.answered.key",
    "question.answers_opened.key",
}
COMMANDS: Final[dict[str, list[str]]] = {
    "another": [],
    "answer_one": ["answer: text"],
    "answer_three": ["answer: text"],
    "answer_two": ["answer: text"],
    "continue": [],
    "take_back_one": [],
    "take_back_two": [],
}
JSON: Final[list[str]] = [
    "mine.questions[].answer: NoneType",
    "mine.questions[].answer: str",
    "mine.questions[].ask: str",
    "mine.questions[].number: str",
    "mine.questions[].open: bool",
    "theirs.opened: list",
    "theirs.opened[].answers[][]: str",
    "theirs.opened[].ask: str",
]
