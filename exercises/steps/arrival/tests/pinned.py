"""What is stored and published of `arrival` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "arrival.readied": {"by": "structure", "together": "content", "first": "content"},
    "arrival.not_readied": {"by": "structure"},
    "arrival.settled": {"together": "structure", "speaker": "structure"},
}
OPEN_TEXTS: Final[set[str]] = {"arrival.settled.together"}
COMMANDS: Final[dict[str, list[str]]] = {
    "enter": [],
    "not_ready": [],
    "ready": ["first: choice", "together: choice"],
}
JSON: Final[list[str]] = ["mine.ready: bool", "mine: dict", "theirs.ready: bool", "theirs: dict"]
