"""A text of a definition that is part of an answer is filled in from the side of whoever gave it, on both screens."""

from __future__ import annotations

import pytest

from exercises import catalog
from exercises.core.pair import Pair, Partner
from exercises.core.text import Written
from exercises.steps.perception.own_sheet import last_lines
from exercises.translate import Reader

BALANCE = next(one for one in catalog.couple_definitions() if one.slug == "balance-check-in").exercise()
SETTINGS = next(step.settings for step in BALANCE.steps if step.kind.name == "perception")
NAMES = Pair("Alex", "Blair")


@pytest.mark.parametrize("viewer", Partner)
def test_an_answer_names_the_same_person_on_both_screens(viewer: Partner) -> None:
    given = Written("A bit better for {partner} than for {you}", by=Partner.A)
    assert Reader(viewer, NAMES).text(given) == "A bit better for Blair than for Alex"


@pytest.mark.parametrize("viewer", Partner)
def test_how_fair_it_feels_is_read_as_it_was_answered(viewer: Partner) -> None:
    lines = list(last_lines(SETTINGS, {"fair": 4, "understood": 3}, Partner.B))
    said = [Reader(viewer, NAMES).text(phrase) for line in lines for phrase in (line.ask, line.said)]
    assert "A bit better for Blair" in said
    assert "How understood do you feel by Blair at the moment?" in said
