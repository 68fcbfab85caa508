"""Every exercise as a worksheet: what is asked in it, in words for paper, and how many pages it takes."""

from __future__ import annotations

import re

import pytest
from django.utils.html import escape

from exercises import catalog
from exercises.core.fields import Choice, Option, Text
from exercises.core.pair import Partner
from exercises.core.text import Written
from exercises.preview.on_paper import PaperReader, questions
from exercises.preview.paper import worksheet
from tests.exercises.counselor.at_work import signed_in

pytestmark = pytest.mark.django_db
OF_TWO = catalog.startable()
FOR_ONE = [*catalog.writings(), catalog.check_in()]
YES, NO = Option("yes", Written("Yes")), Option("no", Written("No"))
ON_SCREEN = re.compile(r"\bpress(ed|es)?\b|\btimer\b|\{[a-z]+\}", re.I)


@pytest.mark.parametrize("definition", OF_TWO, ids=lambda one: one.slug)
def test_every_step_of_an_exercise_for_two_is_on_its_sheet(couple, alex, definition):
    page = signed_in(alex).get(f"/exercises/{definition.slug}/paper/").content.decode()
    for number, step in enumerate(definition.steps, 1):
        assert f"{number}. {escape(step.title)}</h2>" in page
    assert not ON_SCREEN.search(page.partition("<main")[2].partition("</main>")[0])
    assert any(step.blocks for step in worksheet(definition))
    assert "Here stand" not in page, "words of the two who are invented"
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0]


def test_what_all_rows_of_a_table_ask_stands_once_above_them(couple, alex):
    tables = [
        question
        for step in worksheet(catalog.named("balance-check-in"))
        for block in step.blocks
        for question in block.questions
        if question.rows
    ]
    assert [(table.label, len(table.rows)) for table in tables] == [
        ("", 16),
        ("Is this all right with you?", 8),
    ]
    assert tables[1].rows[0] == "Comfort and talking"
    page = signed_in(alex).get("/exercises/balance-check-in/paper/").content.decode()
    assert page.count(">Is this all right with you?<") == 1


def test_what_can_be_chosen_only_after_the_answers_is_written(couple, alex):
    """Which areas the two differ on is known once both sheets are open: a paper that named three would invent them."""
    topic = next(
        question
        for step in worksheet(catalog.named("balance-check-in"))
        for block in step.blocks
        for question in block.questions
        if question.label == "What would you like to talk about?"
    )
    assert (topic.options, topic.lines) == ((), 1)


@pytest.mark.parametrize("definition", FOR_ONE, ids=lambda one: one.slug)
def test_one_for_one_has_its_questions(drew, definition):
    page = signed_in(drew).get(f"/exercises/{definition.address}/paper/").content.decode()
    assert page.count('class="rule"') >= len(getattr(definition, "questions", ()))
    assert ("<table>" in page) is (definition == catalog.check_in())


def test_what_stands_on_paper_speaks_of_paper():
    reader = PaperReader.of(Partner.A)
    said = reader.said(Written("It opens when both of you have pressed Open. {partner} sees {speaker}."))
    assert said == "It opens when both of you lay your sheets open. Your partner sees the one who speaks."
    assert (
        reader.said(Written("Take your time. You press Go on together. That is all."))
        == "Take your time. That is all."
    )
    field = Text(name="a", label=Written("Say it, {partner}"), max_length=600)
    marks = [
        Choice(name=name, label=Written(name), choices=(YES, NO), default="no")
        for name in ("tea", "walk", "nap")
    ]
    assert [(one.options, one.rows) for one in questions(marks, (), reader)] == [
        (("Yes", "No"), ("Tea", "Walk", "Nap"))
    ]
    (alone,), (aloud,) = (questions([field], (), reader, is_open=is_open) for is_open in (False, True))
    assert (alone.label, alone.lines, alone.is_brief) == ("Say it, your partner", 2, False)
    assert (aloud.lines, aloud.is_brief) == (1, True)
