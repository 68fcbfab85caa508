"""The table in a small exercise: one item each, of any of the three kinds. Everything on the table is open."""

from exercises.steps.negotiation.item import KINDS, WEEKS
from exercises.steps.negotiation.kind import Settings
from exercises.steps.private_reflection.form import Pick, Question
from tests.core.example import Example

QUESTIONS = (
    Question("words", "Words", max_length=300),
    Question("kind", "Kind", choices=tuple(Pick(kind, kind) for kind in KINDS), fact=True),
    Question("why", "Why", max_length=300, required=False),
    Question("works", "How we know", max_length=300, required=False),
    Question("weeks", "Weeks", choices=tuple(Pick(str(n), str(n)) for n in WEEKS), fact=True, required=False),
)

EXAMPLE = Example(
    settings=Settings("The table", about="write"),
    around=lambda part: (
        part("private_reflection", "write", questions=QUESTIONS, notes=()),
        part("negotiation"),
    ),
)
