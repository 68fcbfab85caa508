"""What is stored and published of `mirror` for ever. Lines may be added; none is changed or taken away."""

from typing import Final

EVENTS: Final[dict[str, dict[str, str]]] = {
    "mirror.topic_named": {"by": "structure", "words": "content"},
    "mirror.sent": {"by": "structure", "words": "content"},
    "mirror.mirrored": {"by": "structure", "words": "content"},
    "mirror.got_it": {"by": "structure"},
    "mirror.not_quite": {"by": "structure", "words": "content"},
    "mirror.that_was_all": {"by": "structure"},
    "mirror.summed_up": {"by": "structure", "words": "content"},
    "mirror.made_sense": {"by": "structure", "words": "content"},
    "mirror.guessed": {"by": "structure", "words": "content"},
    "mirror.felt": {"by": "structure", "right": "structure", "words": "content"},
    "mirror.left_out": {"by": "structure"},
    "mirror.left_there": {"by": "structure"},
}
OPEN_TEXTS: Final[set[str]] = set()
COMMANDS: Final[dict[str, list[str]]] = {
    "continue": [],
    "feel_rather": ["words: text"],
    "feel_so": [],
    "got_it": [],
    "guess": ["words: text"],
    "leave_it": [],
    "leave_out": [],
    "makes_sense": ["words: text"],
    "mirror": ["words: text"],
    "name_topic": ["words: text"],
    "not_quite": ["words: text"],
    "send": ["words: text"],
    "sum_up": ["words: text"],
    "that_was_all": [],
}
JSON: Final[list[str]] = [
    "mine.aloud: bool",
    "mine.intro: str",
    "mine.phase: str",
    "mine.sending: bool",
    "theirs.enough_rounds: bool",
    "theirs.phase: str",
    "theirs.said: list",
    "theirs.said[].by: NoneType",
    "theirs.said[].by: str",
    "theirs.said[].what: str",
    "theirs.said[].words: NoneType",
    "theirs.said[].words: str",
    "theirs.sender: str",
]
