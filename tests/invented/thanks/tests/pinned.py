"""What is stored and published of `thanks` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "thanks.thanked": {"by": "structure", "sentence": "content"},
    "thanks.opened": {},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {"continue": [], "thank": ["sentence: text"]}
JSON: Final[list[str]] = [
    "mine.thanked: bool",
    "theirs.thanked: bool",
    "theirs.thanks[][]: str",
]
