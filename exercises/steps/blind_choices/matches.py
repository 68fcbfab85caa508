"""What two closed lists have in common: the only part of them that opens, and all that is ever made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exercises.core.closed_forms import ClosedForms, readable
from exercises.core.here import Here
from exercises.core.pair import Partner
from exercises.core.text import Gone, Phrase
from exercises.steps.blind_choices.form import MAYBE_TOO, Line, lines_of, most

Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Match:
    """A line that fits both. `both_yes`: both said yes; otherwise one said maybe, and whose it was is left out."""

    title: Phrase | str | Gone | None
    both_yes: bool


def matches(here: Here, closed: ClosedForms) -> list[tuple[Line, Match]]:
    """Return the lines that open, in the order of the list. Nothing is counted or kept of all others.

    Of ideas their keys are a fact of the opening, so that who takes back their marks takes no words of the other.
    """
    if here.settings.about and closed.open:
        return [
            (line, Match(line.shown, both_yes=True))
            for line in lines_of(here)
            if line.key in closed.facts["fits"]
        ]
    a, b = (readable(closed, who) for who in Partner)
    let_maybes = bool(here.settings.maybes and a.get(MAYBE_TOO) and b.get(MAYBE_TOO))
    fitting = [{"yes"}, {"yes", "maybe"}] if let_maybes else [{"yes"}]
    return [
        (line, Match(line.shown, both_yes=len(said) == 1))
        for line in lines_of(here)
        if (said := {a.get(line.key), b.get(line.key)}) in fitting
    ]


def marked(here: Here, answers: Answers) -> list[Line]:
    """Return the lines that their author marked: with a yes, or with a maybe where maybes may open."""
    marks = ("yes", "maybe") if here.settings.maybes else ("yes",)
    return [line for line in lines_of(here) if answers.get(line.key) in marks]


def is_too_much(here: Here, answers: Answers) -> bool:
    return len(marked(here, answers)) > most(here)
