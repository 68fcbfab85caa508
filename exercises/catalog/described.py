"""What each name in a definition is for: said once, for the schema that editors get and for the checker."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from exercises.core.kind import StepKind

AROUND: Final = {
    "format": "Always 1.",
    "slug": "Small letters, digits and -; the name of the file.",
    "title": "What a tired person would look for.",
    "summary": "One sentence of at most 120 characters, for the home page.",
    "purpose": "What it is good for.",
    "not_for": "When not to use it: upset, fear, pressure or violence; and that the Help page is there.",
    "minutes": "About how long it takes.",
    "for": "couple for two, one for one.",
    "evidence": "A grade, and one honest sentence.",
    "provenance": "Who wrote it, and what the method rests on; no claim that it is validated.",
    "domains": "The areas it is about.",
    "aims": "What somebody looks for when this is right",
    "fits": "When it is of use, in one or two sentences.",
    "way": "Both at the same time, each when it suits, or either.",
    "next": "The slugs of exercises that follow well.",
    "with_counselor": "true: only a counselor can assign it.",
    "steps": "In order; the first is an arrival, the last a closing.",
    "intro": "What people read first.",
    "questions": "What is asked, in order.",
}
"""What each name around the steps says."""
OF_A_STEP: Final = {
    "id": "Small letters, digits and _; once in an exercise.",
    "kind": "Which kind of step it is.",
    "title": "A few words without a name.",
    "intro": "What both read at the beginning of the step.",
}
"""What the names say that a step of any kind has."""
NAMED: Final = r"(?:`\w+`(?:, | and )?)+: "
DESCRIBED: Final = re.compile(rf"({NAMED})(.+?)(?=[.;]?\s+{NAMED}|\.?\s*\Z)")
"""How the docstring of a dataclass describes a setting, or several at once."""


def kind_described(kind: StepKind) -> str:
    """Return what a kind of step is, as the first line of its module says."""
    said = import_module(f"exercises.steps.{kind.name}.kind").__doc__ or kind.name
    return " ".join(said.split("\n\n")[0].split())


def settings_described(docstring: str) -> dict[str, str]:
    """Return what a docstring says of each setting: `name`: what it is."""
    return dict(_described(" ".join(docstring.split())))


def _described(text: str) -> Iterator[tuple[str, str]]:
    for found in DESCRIBED.finditer(text):
        for name in re.findall(r"\w+(?=`)", found[1]):
            yield name, found[2][0].upper() + found[2][1:] + "."
