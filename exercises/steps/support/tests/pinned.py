"""What is stored and published of `support` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "support.asked": {"by": "structure", "words": "content"},
    "support.replied": {"by": "structure", "words": "content"},
    "support.left_open": {"by": "structure"},
    "support.offered": {"by": "structure", "words": "content"},
    "support.out_of_the_way": {"by": "structure"},
    "support.chosen": {"by": "structure", "takes": "structure"},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "ask": ["words: text"],
    "continue": [],
    "do_it_alone": [],
    "leave_open": [],
    "offer": ["words: text"],
    "out_of_the_way": [],
    "reply": ["words: text"],
    "take_it": [],
}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.intro: str",
    "mine.owns: bool",
    "mine.phase: str",
    "theirs.owner: str",
    "theirs.said: list",
    "theirs.said[].by: str",
    "theirs.said[].what: str",
    "theirs.said[].words: NoneType",
    "theirs.said[].words: str",
    "theirs.sheet.answers: str",
    "theirs.sheet.questions[][]: str",
]
