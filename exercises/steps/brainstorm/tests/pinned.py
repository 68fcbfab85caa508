"""What is stored and published of `brainstorm` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "brainstorm.added": {"by": "structure", "words": "content"},
    "brainstorm.enough": {},
    "brainstorm.full": {},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {"add_idea": ["words: text"], "continue": []}
JSON: Final[list[str]] = [
    "mine.enough: bool",
    "mine.full: bool",
    "theirs.about: list",
    "theirs.about[].heading: str",
    "theirs.about[].words: str",
    "theirs.ideas: list",
    "theirs.ideas[]: str",
    "theirs.least: int",
]
