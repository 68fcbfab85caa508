"""What is stored and published of `swap` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "swap.answered": {"by": "structure", "answer": "content"},
    "swap.decided": {"swap": "structure"},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {"another_day": [], "swap_now": []}
JSON: Final[list[str]] = ["mine.answer: NoneType", "mine.answer: str", "theirs.answered: bool"]
