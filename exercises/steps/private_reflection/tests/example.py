"""A private reflection in a small exercise: a sheet stays closed until all who write it press Open."""

from exercises.steps.private_reflection.form import Note, Question, Settings
from tests.core.example import Example

EXAMPLE = Example(
    settings=Settings(
        "Write",
        (Question("see", "What?"), Question("ask", "Ask?", required=False)),
        notes=(Note("see", {"en": ("always",)}, "Always?"),),
    ),
    around=lambda part: (part("private_reflection", "write"),),
    silent=frozenset({"hand_in", "take_back"}),
)
