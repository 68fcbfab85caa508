"""What is stored and published of `joint_text` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "joint_text.suggested": {"by": "structure", "weeks": "structure", "words": "content"},
    "joint_text.accepted": {"by": "structure", "at": "structure", "words": "content", "digest": "content"},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "accept_text": ["digest: hidden"],
    "continue": [],
    "suggest_text": ["weeks: choice", "words: text"],
}
JSON: Final[list[str]] = [
    "mine.accepted: bool",
    "mine.agreement: bool",
    "mine.stands: bool",
    "mine.without: str",
    "theirs.about: list",
    "theirs.about[].heading: str",
    "theirs.about[].words: str",
    "theirs.agreement: bool",
    "theirs.label: str",
    "theirs.text.accepted: bool",
    "theirs.text.by: str",
    "theirs.text.weeks: int",
    "theirs.text.words: str",
]
