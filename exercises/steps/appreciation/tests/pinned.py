"""What is stored and published of `appreciation` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "appreciation.told": {"by": "structure", "what": "content", "meant": "content"}
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {"continue": [], "tell": ["meant: text", "what: text"]}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.told: list",
    "mine.told[].by: str",
    "mine.told[].meant: NoneType",
    "mine.told[].meant: str",
    "mine.told[].what: str",
    "theirs.told: list",
    "theirs.told[].by: str",
    "theirs.told[].meant: NoneType",
    "theirs.told[].meant: str",
    "theirs.told[].what: str",
]
