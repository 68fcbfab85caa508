"""What is stored and published of `breathing` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {"breathing.stopped": {}}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {"stop": []}
JSON: Final[list[str]] = ["mine.minutes: int", "theirs: dict"]
