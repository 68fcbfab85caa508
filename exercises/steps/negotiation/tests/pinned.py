"""What is stored and published of `negotiation` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "negotiation.asked": {"by": "structure", "words": "content"},
    "negotiation.offered": {"by": "structure", "weeks": "structure", "words": "content"},
    "negotiation.accepted": {
        "by": "structure",
        "version": "structure",
        "at": "structure",
        "words": "content",
        "digest": "content",
    },
    "negotiation.answered": {"by": "structure", "answer": "structure", "words": "content"},
    "negotiation.has_read": {"by": "structure"},
    "negotiation.withdrawn": {"by": "structure"},
    "negotiation.ready_for_next": {"by": "structure"},
    "negotiation.next_item": {},
}
OPEN_TEXTS: Final[set[str]] = {"negotiation.answered.answer"}
COMMANDS: Final[dict[str, list[str]]] = {
    "accept": ["digest: hidden"],
    "ask": ["words: text"],
    "need_time": [],
    "next": [],
    "offer": ["weeks: choice", "words: text"],
    "read": [],
    "reply": ["words: text"],
    "say_no": [],
    "say_yes": [],
    "withdraw": [],
}
JSON: Final[list[str]] = [
    "mine.intro: str",
    "mine.ready: bool",
    "theirs.items[].accepted: list",
    "theirs.items[].accepted[]: str",
    "theirs.items[].answerer: str",
    "theirs.items[].author: str",
    "theirs.items[].earlier: list",
    "theirs.items[].earlier[].by: str",
    "theirs.items[].earlier[].words: str",
    "theirs.items[].kind: str",
    "theirs.items[].outcome: str",
    "theirs.items[].read: bool",
    "theirs.items[].thread: list",
    "theirs.items[].thread[].by: str",
    "theirs.items[].thread[].words: str",
    "theirs.items[].version: int",
    "theirs.items[].weeks: int",
    "theirs.items[].words: str",
    "theirs.items[].words_by: str",
    "theirs.many: int",
    "theirs.on_the_table: NoneType",
    "theirs.on_the_table: int",
    "theirs.ready: bool",
]
