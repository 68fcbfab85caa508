"""What is stored and published of `closing` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "closing.closed": {"by": "structure", "sentence": "content", "understood": "content"},
    "closing.checked": {"by": "structure", "how": "content", "said_it": "content"},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "close": ["how: choice", "said_it: choice", "sentence: text", "understood: choice"]
}
JSON: Final[list[str]] = [
    "mine.check[].question: str",
    "mine.check[].word: str",
    "mine.closed: bool",
    "mine.understood.question: str",
    "mine.understood.word: str",
    "mine: dict",
    "theirs.closed: bool",
    "theirs.opened[][]: NoneType",
    "theirs.opened[][]: str",
    "theirs: dict",
]
