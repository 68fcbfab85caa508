"""What is stored and published of `read_together` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {"continue": []}
JSON: Final[list[str]] = ["mine: dict", "theirs.pieces[].heading: str", "theirs.pieces[].words: str"]
